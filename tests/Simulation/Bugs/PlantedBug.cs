using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Durable;
using TenantTokens.Ledger;

namespace TenantTokens.Simulation.Bugs;

/// <summary>
/// A fault that the product does not have. It is planted around the product, never in it: around an activity, in what it reads from and
/// writes to the ledger, in what it sends and what it is answered. A check is proved by a bug that it catches.
/// </summary>
/// <param name="name">A kebab-case name.</param>
/// <param name="check">The check that has to catch it.</param>
/// <param name="tells">What is wrong, in a sentence.</param>
internal abstract class PlantedBug(string name, string check, string tells)
{
    public string Name { get; } = name;

    public string Check { get; } = check;

    public string Tells { get; } = tells;

    /// <summary>Changes activities.</summary>
    public virtual void Plant(DurableTaskRegistry registry)
    {
    }

    /// <summary>Changes what the pages and the API answer.</summary>
    public virtual RequestDelegate Plant(RequestDelegate web, IServiceProvider services) => web;

    /// <summary>Changes services.</summary>
    public virtual void Plant(IServiceCollection services)
    {
    }

    /// <summary>Changes what a process reads from its ledger and writes to it.</summary>
    public virtual ILedgerStore Plant(ILedgerStore ledger) => ledger;

    /// <summary>Changes what a process sends and what it is answered.</summary>
    public virtual HttpMessageHandler Plant(HttpMessageHandler wire) => wire;
}
