using TenantTokens.Rotations;
using TenantTokens.Simulation.Time;

namespace TenantTokens.Simulation.Actors;

/// <summary>Operators who give any command at any time, allowed or not.</summary>
internal static class Operators
{
    private const string Actor = "operators";

    private static readonly OperatorCommandKind[] _kinds =
    [
        OperatorCommandKind.Abort,
        OperatorCommandKind.Abort,
        OperatorCommandKind.Resume,
        OperatorCommandKind.Resume,
        OperatorCommandKind.Adopt,
        OperatorCommandKind.Adopt,
        OperatorCommandKind.Pause,
        OperatorCommandKind.Retry,
        OperatorCommandKind.Skip,
        OperatorCommandKind.Escalate,
        OperatorCommandKind.Confirm,
        OperatorCommandKind.Close,
    ];

    /// <summary>They want everything put back.</summary>
    public static Deed Abort { get; } = Give(OperatorCommandKind.Abort, null);

    /// <summary>They give every command that is not allowed, one after another.</summary>
    public static Deed InVain { get; } = new(
        Actor,
        "an operator gives every command that is not allowed",
        static run => run.CommandInVainAsync());

    public static Deed Draw(Random random)
    {
        OperatorCommandKind kind = random.Of<OperatorCommandKind>(_kinds);
        double target = random.NextDouble();
        return Give(kind, kind is OperatorCommandKind.Retry or OperatorCommandKind.Skip ? target : null);
    }

    private static Deed Give(OperatorCommandKind kind, double? target)
        => new(Actor, $"an operator says {kind}", run => run.CommandAsync(kind, target));
}
