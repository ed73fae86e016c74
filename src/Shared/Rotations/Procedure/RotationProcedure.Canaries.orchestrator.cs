using TenantTokens.Fleet;
using TenantTokens.Rotations.Activities;

namespace TenantTokens.Rotations.Procedure;

// One host that goes ahead, and that Dynatrace must see online before others follow.
internal sealed partial class RotationProcedure
{
    /// <summary>What is rejected before a OneAgent goes ahead is written down: a rise is what comes on top.</summary>
    private async Task LookBeforeCanaryAsync(NextWaveOutcome next, Component component)
    {
        if (next.MustBeSeen && component is Component.OneAgent && _held is null)
        {
            Hear(await CallAsync(LookAtWatches.Name, new LookInput(input.RotationId, IsBeforeCanary: true)));
        }
    }

    /// <summary>Holds the rotation when the host that went ahead is not seen online. One that is off tells nothing.</summary>
    private async Task HoldUnlessSeenAsync(NextWaveOutcome next)
    {
        if (next is { MustBeSeen: true, Number: { } wave } && _held is null && await AbortAsync() is null)
        {
            CanaryLook look = await LookForCanaryAsync(wave, isWatched: true);
            if (!look.IsSeen && !look.IsOff)
            {
                Hear(new(HoldCodes.CanaryOffline, $"{look.Name} went ahead to the new token and is not online: no other host follows. It may be that the new token is not valid, or that an ActiveGate on the old one rejects it. Resume looks again; abort puts the old token back."));
            }
        }
    }

    /// <summary>Looks until it is online, or the time for that has passed. In the moment of its restart Dynatrace may still show it as it was before.</summary>
    private async Task<CanaryLook> LookForCanaryAsync(int wave, bool isWatched)
    {
        await PauseAsync(_waits.GateSoak, isWatched);
        DateTime deadline = Now + _waits.OnlineTimeout;
        while (true)
        {
            CanaryLook look = await CallAsync(CheckCanary.Name, new CheckCanaryInput(input.RotationId, wave));
            if (look.IsSeen || !look.IsMoved || Now >= deadline || _held is not null || (isWatched && await AbortAsync() is not null))
            {
                return look;
            }

            await PauseAsync(_waits.UntilPoll(_waits.OnlineTimeout, left: deadline - Now), isWatched);
        }
    }

    private Task PauseAsync(TimeSpan time, bool isWatched)
        => isWatched ? WaitAsync(time)
            : time > TimeSpan.Zero ? context.CreateTimer(time, CancellationToken.None)
            : Task.CompletedTask;
}
