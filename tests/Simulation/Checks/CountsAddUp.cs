using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;

namespace TenantTokens.Simulation.Checks;

/// <summary>
/// The counts by state are those of the targets, wherever they are told, and nothing is pending in a rotation that has completed.
/// </summary>
internal sealed class CountsAddUp : ICheck
{
    public string Name => "counts";

    public IEnumerable<string> Look(Sight sight, Happening happening)
    {
        Coverage? told = happening switch
        {
            Happening.StatusRead read => read.Status.Coverage,
            Happening.Ended => Coverage.From(sight.Targets.Values),
            _ => null,
        };
        if (told is not { } coverage || sight.Rotation is not { } rotation)
        {
            yield break;
        }

        int sum = coverage.Rotated + coverage.AlreadyCurrent + coverage.Failed + coverage.Unreachable + coverage.Skipped + coverage.Expired
            + coverage.Inconclusive
            + coverage.Restored + coverage.SelfRotating + coverage.Uncovered + coverage.Pending;
        if (sum != coverage.Total || coverage.Total != sight.Targets.Count)
        {
            yield return $"The states add up to {sum}, the total is {coverage.Total}, and there are {sight.Targets.Count} targets.";
        }

        if (rotation is { Phase: RotationPhase.Completed, SweepEndedAt: not null } && coverage.Pending > 0)
        {
            yield return $"{coverage.Pending} targets are pending in a rotation that has completed and been swept.";
        }
    }
}
