namespace TenantTokens.Machines;

/// <summary>
/// A component on a machine that uses the tenant token. ActiveGates are rotated first: an ActiveGate that knows only the old token rejects
/// agents with the new one.
/// </summary>
public enum Component
{
    /// <summary>An ActiveGate, with all of its services.</summary>
    ActiveGate,

    OneAgent,
}
