using TenantTokens.Approvals;
using TenantTokens.Rotations;

namespace TenantTokens.Simulation.Actors;

/// <summary>What a story's events can follow.</summary>
internal static class Moments
{
    /// <summary>Before the rotation is asked for.</summary>
    public const string Beginning = "the beginning";

    public const string Completed = "the rotation is Completed";

    public static string Phase(RotationPhase phase) => $"the rotation is {phase}";

    public static string Gate(GateKind kind) => $"the {kind} gate opens";

    public static string Held(string code) => $"the rotation is held for {code}";

    /// <summary>A start, finish or cancel of ours arrives, before its effect.</summary>
    public static string Call(string call) => $"our {call} arrives";

    /// <summary>A start, finish or cancel of ours was answered by Dynatrace.</summary>
    public static string Answered(string call) => $"our {call} was answered";

    public static string Command(string action, string component) => $"a host gets {action} for its {component}";
}
