using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests.Attacks;

/// <summary>One thing that an attacker tries.</summary>
/// <param name="Status">The status that it is answered.</param>
/// <param name="Code">The code that the answer and the line in the audit trail say.</param>
/// <param name="TryAsync">Tries it.</param>
internal sealed record AttackRow(int Status, string Code, Func<Attack, Task<Visitor.Answer>> TryAsync)
{
    /// <summary>Whether the answer has a body that can say the code: that to HEAD has none.</summary>
    public bool HasBody { get; init; } = true;
}
