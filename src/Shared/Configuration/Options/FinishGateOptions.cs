namespace TenantTokens.Configuration.Options;

/// <summary>The gate before finish, which cannot be undone.</summary>
public sealed record FinishGateOptions
{
    /// <summary>How many distinct approvers are needed. Default 1; at least 1, at most the number of approvers.</summary>
    public int Quorum { get; init; } = 1;

    /// <summary>Who may approve, by the name under which they vote, or <c>group:</c> and the id of a group that sign-in reports. Default nobody: the rotation then waits at the gate, both tokens valid.</summary>
    public IReadOnlyList<string> Approvers { get; init; } = [];
}
