namespace TenantTokens.Configuration.Options;

/// <summary>Who decides one kind of gate, where it is not as at finish.</summary>
public sealed record GateVoterOptions
{
    /// <summary>How many distinct approvers are needed. Default null: as finish.</summary>
    public int? Quorum { get; init; }

    /// <summary>Who may decide: names, or <c>group:</c> and a group's id. Default null: as finish.</summary>
    public IReadOnlyList<string>? Approvers { get; init; }
}
