using TenantTokens.Dynatrace;

namespace TenantTokens.Rotations.Calls;

/// <summary>What finish and cancel differ in.</summary>
/// <param name="Call">Which of them.</param>
/// <param name="Attempt">Reads the last attempt from the rotation's row.</param>
/// <param name="With">Puts an attempt into the rotation's row.</param>
/// <param name="SendAsync">Sends it.</param>
/// <param name="WhyNotAsync">Why the approvals do not allow it; null when they do (docs/invariants.md#i1, #i7).</param>
internal sealed record CallPolicy(
    TenantTokenCall Call,
    Func<RotationRecord, CallAttempt?> Attempt,
    Func<RotationRecord, CallAttempt, RotationRecord> With,
    Func<ITenantTokenClient, CancellationToken, Task<TenantTokenAnswer>> SendAsync,
    Func<string, CancellationToken, Task<string?>> WhyNotAsync);
