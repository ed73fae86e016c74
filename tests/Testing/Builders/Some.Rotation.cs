using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;

namespace TenantTokens.Testing.Builders;

internal static partial class Some
{
    public static DateTimeOffset Now { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static TargetRecord Target(
        string name,
        TargetState state = TargetState.Pending,
        Component component = Component.OneAgent,
        string? pool = null,
        string location = "westeurope") => new()
    {
        TargetId = $"{(component is Component.ActiveGate ? "ag" : "oa")}-{name}",
        Name = $"{(component is Component.ActiveGate ? "activegate" : "oneagent")}/{name}",
        Component = component,
        Machine = Machine(name, location),
        AgentId = $"HOST-{name}",
        Pool = pool,
        State = state,
    };

    /// <summary>A target to which an apply was sent.</summary>
    public static TargetRecord Touched(string name, TargetState state, Component component = Component.OneAgent)
        => Target(name, state, component) with { ApplyNotAfter = Now };

    public static RotationRecord Rotation(RotationPhase phase = RotationPhase.Planning) => new()
    {
        RotationId = "rot-1",
        EnvironmentId = "sim00001",
        RequestedBy = "rachel",
        CreatedAt = Now,
        Phase = phase,
    };
}
