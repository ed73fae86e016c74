namespace TenantTokens.Configuration.Options;

/// <summary>A voter made of code. Counts as one more approver of every gate.</summary>
public sealed record SimulatedApproverOptions
{
    /// <summary>The name under which it votes.</summary>
    public required string Name { get; init; }

    /// <summary>The targets which it accepts in a named rest, as <c>component/machine</c>, for example <c>oneagent/vm-07</c>. It holds when another is in it.</summary>
    public IReadOnlyList<string> Accepts { get; init; } = [];
}
