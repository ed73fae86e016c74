using TenantTokens.Dynatrace;

namespace TenantTokens.Rotations.Calls;

/// <summary>The differences between finish and cancel.</summary>
/// <param name="Call">The call.</param>
/// <param name="Attempt">Reads the last attempt from the rotation's row.</param>
/// <param name="With">Returns the rotation's row with an attempt.</param>
/// <param name="SendAsync">Sends the call.</param>
/// <param name="WhyNotAsync">Returns why the approvals do not allow the call; null when they do (docs/invariants.md#i1, #i7).</param>
internal sealed record CallPolicy(
    TenantTokenCall Call,
    Func<RotationRecord, CallAttempt?> Attempt,
    Func<RotationRecord, CallAttempt, RotationRecord> With,
    Func<ITenantTokenClient, CancellationToken, Task<TenantTokenAnswer>> SendAsync,
    Func<string, CancellationToken, Task<string?>> WhyNotAsync);
