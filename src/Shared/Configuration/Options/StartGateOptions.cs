namespace TenantTokens.Configuration.Options;

/// <summary>The gate before start.</summary>
public sealed record StartGateOptions
{
    /// <summary>Whether somebody has to approve the plan first. Default false: an open rotation harms nobody.</summary>
    public bool Required { get; init; }

    /// <summary>How many distinct approvers are needed. Default null: as finish.</summary>
    public int? Quorum { get; init; }

    /// <summary>Who may approve: names, or <c>group:</c> and a group's id. Default null: as finish.</summary>
    public IReadOnlyList<string>? Approvers { get; init; }
}
