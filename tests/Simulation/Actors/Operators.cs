using TenantTokens.Rotations;
using TenantTokens.Simulation.Time;

namespace TenantTokens.Simulation.Actors;

/// <summary>Operators who give any command at any time, allowed or not.</summary>
internal static class Operators
{
    private static readonly RotationCommandKind[] s_kinds =
    [
        RotationCommandKind.Abort, RotationCommandKind.Abort, RotationCommandKind.Resume, RotationCommandKind.Resume, RotationCommandKind.Adopt, RotationCommandKind.Adopt, RotationCommandKind.Pause,
        RotationCommandKind.Retry, RotationCommandKind.Skip, RotationCommandKind.Escalate, RotationCommandKind.Confirm,
    ];

    public static Deed Draw(Random random)
    {
        RotationCommandKind kind = random.Of<RotationCommandKind>(s_kinds);
        double target = random.NextDouble();
        return new("operators", $"an operator says {kind}", run => run.CommandAsync(kind, kind is RotationCommandKind.Retry or RotationCommandKind.Skip ? target : null));
    }
}
