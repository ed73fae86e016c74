namespace TenantTokens.Rotations.Activities;

/// <summary>What came of a command.</summary>
/// <param name="State">Where the target stands now.</param>
/// <param name="IsRetryable">True when another attempt may do better.</param>
/// <param name="AwaitOnline">True when the target was restarted and its turn ends when it is online.</param>
/// <param name="RetryAt">Nothing was sent: ask again then.</param>
public sealed record SendOutcome(TargetState State, bool IsRetryable = false, bool AwaitOnline = false, DateTimeOffset? RetryAt = null);
