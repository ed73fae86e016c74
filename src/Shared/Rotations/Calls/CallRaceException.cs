namespace TenantTokens.Rotations.Calls;

/// <summary>
/// Another run of the same activity has recorded an attempt since this run read the row. Engines run an activity at least once, and after a
/// crash two runs can overlap. This run has sent nothing; the caller runs the activity again.
/// </summary>
/// <param name="call">The call.</param>
public sealed class CallRaceException(TenantTokenCall call)
    : Exception($"Another run of {CallMessages.NameOf(call)} recorded an attempt meanwhile. This run sends nothing and checks again.");
