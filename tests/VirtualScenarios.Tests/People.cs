using TenantTokens.Approvals;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Reading;

namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>
/// What people do who read what they are asked: they approve, leave out, resume; where that was in vain they turn around, and at last close
/// it as it is.
/// </summary>
internal sealed class People(Scenario scenario)
{
    private const int MaxQuestions = 40;
    private readonly List<string> _asked = [];
    private readonly Dictionary<string, int> _holds = [];

    /// <summary>How often they resume what is parked for one reason before they turn around.</summary>
    public int MaxResumes { get; init; } = 2;

    /// <summary>Answers whatever is asked until the rotation has ended. Fails when it goes round and round.</summary>
    public async Task<RotationSnapshot> DriveToTheEndAsync()
    {
        (string? gate, DateTimeOffset? hold) = (null, null);
        while (true)
        {
            Assert.True(_asked.Count < MaxQuestions, ToString());
            RotationSnapshot seen = await scenario.UntilAsync(
                now => now.Rotation.Phase.IsTerminal()
                    || (now is { Rotation: { Phase: RotationPhase.Parked, ParkReason: { } held } } && held.Since != hold)
                    || (now is { Gate: { } open, GateOutcome: GateOutcome.Undecided } && open.GateId != gate),
                $"somebody is asked, or it has ended; so far {this}");
            if (seen.Rotation.Phase.IsTerminal())
            {
                return seen;
            }

            if (seen.Rotation is { Phase: RotationPhase.Parked, ParkReason: { } parked })
            {
                hold = parked.Since;
                await LeaveAsync(parked);
            }
            else
            {
                gate = seen.Gate!.GateId;
                GateChoice[] wanted = [GateChoice.AcceptOlder, GateChoice.Approve, GateChoice.Skip, GateChoice.Retry];
                await DoAsync(
                    $"{gate} {wanted.First(seen.Gate.Choices.Contains)}",
                    () => scenario.DecideAsync(wanted.First(seen.Gate.Choices.Contains)));
            }
        }
    }

    public override string ToString() => string.Join(", ", _asked);

    private async Task LeaveAsync(ParkReason parked)
    {
        RotationSnapshot now = await scenario.LookAsync();
        if (now.Rotation is not { Phase: RotationPhase.Parked })
        {
            return; // what was read was on its way out
        }

        int times = _holds[parked.Code] = _holds.GetValueOrDefault(parked.Code) + 1;
        OperatorCommandKind[] wanted = times <= MaxResumes
            ? [OperatorCommandKind.Resume, OperatorCommandKind.Abort, OperatorCommandKind.Close]
            : [OperatorCommandKind.Close, OperatorCommandKind.Forward, OperatorCommandKind.Abort, OperatorCommandKind.Resume];
        OperatorCommandKind command = wanted.First(OperatorCommandRules.Allowed(now.Rotation).Contains);
        await DoAsync($"{parked.Code} from {now.Rotation.ParkedFrom} {command}", () => scenario.TellAsync(command));
    }

    private async Task DoAsync(string what, Func<Task> act)
    {
        _asked.Add(what);
        await act();
    }
}
