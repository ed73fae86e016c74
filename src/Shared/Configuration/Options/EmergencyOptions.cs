using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>What is different in an emergency. Everything else, approvals included, is as always.</summary>
public sealed record EmergencyOptions
{
    /// <summary>In place of <see cref="PolicyOptions.GateSoak"/> of the policy.</summary>
    [Duration("00:00:00", "7.00:00:00")]
    [WhenAbsent("a fifth of policy.gateSoak")]
    public TimeSpan? GateSoak { get; init; }

    /// <summary>In place of <see cref="PolicyOptions.Soak"/> of the policy.</summary>
    [Duration("00:00:00", "7.00:00:00")]
    public TimeSpan Soak { get; init; }

    /// <summary>In place of the percentages of both components.</summary>
    [Percentages]
    public IReadOnlyList<int> Percentages { get; init; } = [100];

    /// <summary>
    /// Whether the old token may end without an approval when every target is proved to be on the new one. Exceptions are always asked
    /// about: only an approver can accept that a host loses its monitoring data.
    /// </summary>
    public bool FinishWithoutApproval { get; init; }
}
