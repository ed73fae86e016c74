namespace TenantTokens.Machines;

/// <summary>
/// What carries a tenant token on a machine. ActiveGates go first: one that knows only the old token rejects agents with the new one.
/// </summary>
public enum Component
{
    /// <summary>An ActiveGate, with all of its services.</summary>
    ActiveGate,

    /// <summary>A OneAgent.</summary>
    OneAgent,
}
