using TenantTokens.Approvals;
using TenantTokens.Rotations;
using TenantTokens.Simulation.Time;
using TenantTokens.Simulator;

namespace TenantTokens.Simulation.Actors;

/// <summary>Draws when something happens.</summary>
internal static class AnyMoment
{
    private static readonly string[] _moments =
    [
        Moments.Phase(RotationPhase.Planning),
        Moments.Phase(RotationPhase.Starting),
        Moments.Phase(RotationPhase.RotatingActiveGates),
        Moments.Phase(RotationPhase.RotatingOneAgents),
        Moments.Phase(RotationPhase.Verifying),
        Moments.Phase(RotationPhase.Finishing),
        Moments.Phase(RotationPhase.RollingBack),
        Moments.Phase(RotationPhase.Cancelling),
        Moments.Phase(RotationPhase.Parked),
        Moments.Phase(RotationPhase.Parked),
        Moments.Gate(GateKind.Finish),
        Moments.Gate(GateKind.Finish),
        Moments.Gate(GateKind.Cancel),
        Moments.Gate(GateKind.Continue),
        Moments.Call(CallName.Start),
        Moments.Call(CallName.Finish),
        Moments.Call(CallName.Finish),
        Moments.Call(CallName.Cancel),
        Moments.Answered(CallName.Start),
        Moments.Answered(CallName.Finish),
        Moments.Command("apply", "oneagent"),
        Moments.Command("apply", "activegate"),
        Moments.Command("restore", "oneagent"),
        Moments.Completed,
    ];

    public static (string Moment, TimeSpan Delay) Draw(Random random) => (random.Of<string>(_moments), Delay(random));

    public static TimeSpan Delay(Random random) => random.Next(10) switch
    {
        < 3 => TimeSpan.Zero,
        < 5 => random.Between(TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(2)),
        < 7 => random.Between(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(2)),
        < 9 => random.Between(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(30)),
        _ => random.Between(TimeSpan.FromMinutes(30), TimeSpan.FromHours(5)),
    };
}
