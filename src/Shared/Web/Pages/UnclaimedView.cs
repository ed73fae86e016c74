using System.Globalization;
using TenantTokens.Fleet.Matching;
using TenantTokens.Web.Markup;

namespace TenantTokens.Web.Pages;

/// <summary>Shows the machines in scope that no agent claims; empty when there are none.</summary>
internal static class UnclaimedView
{
    private const int MaxMachines = 100;

    public static Html From(IReadOnlyList<UnclaimedMachine> machines)
    {
        if (machines is [])
        {
            return Html.Nothing;
        }

        int clear = machines.Count(static machine => machine.IsClear);
        IEnumerable<Html[]> rows = machines.OrderBy(static machine => machine.IsClear).Take(MaxMachines).Select(static machine => new[]
        {
            Html.From($"{machine.Name}"),
            machine.IsClear ? Parts.Badge("Clear", "good") : Parts.Badge("Not probed", "warn"),
            Html.From($"{machine.Reason}"),
        });
        string notProbed = $"{Plain(machines.Count - clear)} were not probed.";
        string more = machines.Count > MaxMachines ? $" This page shows the first {Plain(MaxMachines)}; the report lists all of them." : "";
        return Html.From($"""
            <section class="card" aria-labelledby="unclaimed">
            <h2 id="unclaimed">Machines that no agent claims: {Plain(machines.Count)}</h2>
            <p class="hint">{Plain(clear)} carry no component of this environment, as their probes show. {notProbed}{more}</p>
            {Table.From("unclaimed", ["Machine", "Probe", "Detail"], rows)}
            </section>
            """);
    }

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);
}
