namespace TenantTokens.Configuration.Options;

/// <summary>What is different in an emergency. Everything else, approvals included, is as always.</summary>
public sealed record EmergencyOptions
{
    /// <summary>In place of <see cref="PolicyOptions.GateSoak"/>. Default null: a fifth of it; 0 to 7 d.</summary>
    public TimeSpan? GateSoak { get; init; }

    /// <summary>In place of <see cref="PolicyOptions.Soak"/>. Default 0; 0 to 7 d.</summary>
    public TimeSpan Soak { get; init; }

    /// <summary>In place of <see cref="ComponentPolicyOptions.Percentages"/>, for both components. Default 100.</summary>
    public IReadOnlyList<int> Percentages { get; init; } = [100];

    /// <summary>
    /// Whether the old token dies without anybody's approval when every target is proved to be on the new one. Default false. A named rest is always asked
    /// about: nobody can accept a host that goes dark but an approver.
    /// </summary>
    public bool FinishWithoutApproval { get; init; }
}
