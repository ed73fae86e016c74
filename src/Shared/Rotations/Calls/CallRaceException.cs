namespace TenantTokens.Rotations.Calls;

/// <summary>
/// Another run of the same activity has recorded an attempt since this one looked: engines run an activity at least once, and after a crash
/// twice at a time. Nothing was sent by this run; whoever calls the activity calls it again, and it looks anew.
/// </summary>
/// <param name="call">The call.</param>
public sealed class CallRaceException(TenantTokenCall call)
    : Exception($"Another run of {CallMessages.NameOf(call)} recorded an attempt meanwhile. This run sends nothing and checks again.");
