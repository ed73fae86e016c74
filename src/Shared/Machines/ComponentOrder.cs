namespace TenantTokens.Machines;

/// <summary>The order of the components within one direction.</summary>
public static class ComponentOrder
{
    /// <summary>
    /// The order of a rotation, and of a restore where only the old token is valid: an ActiveGate that knows only the old token rejects
    /// agents with the new one.
    /// </summary>
    public static IReadOnlyList<Component> ActiveGatesFirst { get; } = [Component.ActiveGate, Component.OneAgent];

    /// <summary>
    /// The order of a restore while both tokens are valid: an ActiveGate that has only the old token rejects agents with the new one
    /// (docs/restore.md#the-order).
    /// </summary>
    public static IReadOnlyList<Component> OneAgentsFirst { get; } = [Component.OneAgent, Component.ActiveGate];
}
