using TenantTokens.Rotations;
using TenantTokens.Simulation.Time;

namespace TenantTokens.Simulation.Actors;

/// <summary>Operators who give any command at any time, allowed or not.</summary>
internal static class Operators
{
    private const string Actor = "operators";

    private static readonly RotationCommandKind[] s_kinds =
    [
        RotationCommandKind.Abort, RotationCommandKind.Abort, RotationCommandKind.Resume, RotationCommandKind.Resume, RotationCommandKind.Adopt, RotationCommandKind.Adopt, RotationCommandKind.Pause,
        RotationCommandKind.Retry, RotationCommandKind.Skip, RotationCommandKind.Escalate, RotationCommandKind.Confirm, RotationCommandKind.Close,
    ];

    /// <summary>They want everything put back.</summary>
    public static Deed Abort { get; } = Give(RotationCommandKind.Abort, null);

    /// <summary>They give every command that is not allowed, one after another.</summary>
    public static Deed InVain { get; } = new(Actor, "an operator gives every command that is not allowed", static run => run.CommandInVainAsync());

    public static Deed Draw(Random random)
    {
        RotationCommandKind kind = random.Of<RotationCommandKind>(s_kinds);
        double target = random.NextDouble();
        return Give(kind, kind is RotationCommandKind.Retry or RotationCommandKind.Skip ? target : null);
    }

    private static Deed Give(RotationCommandKind kind, double? target) => new(Actor, $"an operator says {kind}", run => run.CommandAsync(kind, target));
}
