using TenantTokens.Rotations;

namespace TenantTokens.Simulation.Checks;

/// <summary>
/// A rotation that completes at its first attempt to finish has finished itself, or says that somebody else has. A later attempt may be
/// answered "no rotation is open" because of an earlier one whose answer was lost.
/// </summary>
internal sealed class FinishOfOthers : Check<Happening.RowWritten>
{
    public override string Name => "finish-of-others";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.RowWritten happening)
    {
        if (happening
            is
            {
                After:
                {
                    Phase: RotationPhase.Completed,
                    Finish: { Number: 1, TookEffect: true },
                    EndedBySomebodyElse: false,
                    OldTokenIsDead: false
                },
                Before.Phase: not RotationPhase.Completed
            }
            && sight.Effects.GetValueOrDefault("finish") == 0)
        {
            yield return "It is Completed and says that its first finish took effect, and none of ours has.";
        }
    }
}
