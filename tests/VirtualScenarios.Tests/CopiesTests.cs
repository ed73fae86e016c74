using TenantTokens.Approvals;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Reading;

namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>Two copies of the product, each with a ledger of its own, are asked to rotate one environment. They share the vault.</summary>
public sealed class CopiesTests
{
    private const int Environments = 3;

    private const int RacesEach = 7;

    [Fact]
    public Task Two_copies_are_asked_at_once_again_and_again_and_each_time_exactly_one_drives_and_the_other_says_who_does()
        => VirtualRun.PlayAsync(async time =>
        {
            await using Scenario one = await Scenario.StartAsync(time, machines: 16, environments: Environments);
            await using Scenario other = await one.CopyAsync();

            await Task.WhenAll(Enumerable.Range(1, Environments).Select(number => RaceAgainAndAgainAsync($"sim0000{number}")));

            Assert.Equal(Environments * RacesEach, one.World.Calls.Start);

            async Task RaceAgainAndAgainAsync(string environment)
            {
                for (int race = 0; race < RacesEach; race++)
                {
                    await RaceAsync([one, other], environment);
                    // the orchestrations of a race that is over end before the next one begins
                    await one.WaitAsync(TimeSpan.FromMinutes(1));
                }
            }
        });

    [Fact]
    public Task A_copy_that_was_taken_over_from_parks_and_sends_nothing_more() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario holder = await Scenario.StartAsync(time);
        await using Scenario other = await holder.CopyAsync();
        await holder.RotateAsync();
        await holder.UntilGateAsync(GateKind.Finish);
        await other.RotateAsync();
        await other.UntilParkedAsync(ParkCodes.ClaimHeld);
        await other.TellAsync(OperatorCommandKind.TakeOver, (await other.LookAsync()).Rotation.ClaimHeldBy);
        await other.UntilParkedAsync(ParkCodes.ForeignRotation); // the claim is its own now, the rotation at Dynatrace is not
        int sent = holder.Commands.Count;

        await holder.DecideAsync(GateChoice.Approve);

        RotationSnapshot parked = await holder.UntilParkedAsync(ParkCodes.ClaimLost);
        Assert.Contains(other.Place, parked.Rotation.ParkReason!.Message, StringComparison.Ordinal);
        Assert.Equal(0, holder.World.Calls.Finish);
        Assert.Equal(sent, holder.Commands.Count);
        await holder.TellAsync(OperatorCommandKind.Abort);
        parked = await holder.UntilAsync(
            static seen => seen.Rotation is { Phase: RotationPhase.Parked, ParkedFrom: RotationPhase.RollingBack },
            "parked while it rolls back");
        Assert.Equal(ParkCodes.ClaimLost, parked.Rotation.ParkReason!.Code);
        Assert.Equal(sent, holder.Commands.Count);
    });

    [Fact]
    public Task A_copy_that_waited_rotates_once_the_other_has_finished() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario first = await Scenario.StartAsync(time);
        await using Scenario second = await first.CopyAsync();
        await first.RotateAsync();
        await first.UntilGateAsync(GateKind.Finish);
        await second.RotateAsync();
        await second.UntilParkedAsync(ParkCodes.ClaimHeld);
        await first.DecideAsync(GateChoice.Approve);
        await first.CompletedAsync();

        await second.TellAsync(OperatorCommandKind.Resume);

        await second.UntilAsync(static seen => seen.Rotation.StartTookEffect, "the second copy has started");
        await first.UntilAsync(static seen => seen.Rotation.SweepEndedAt is not null, "the sweep of the first copy has ended");
        Assert.Equal(2, first.World.Calls.Start);
    });

    /// <summary>Both are asked at the same time. Afterwards both give up, and the environment is as before.</summary>
    private static async Task RaceAsync(Scenario[] copies, string environment)
    {
        RotationRecord[] asked = await Task.WhenAll(copies.Select(AskAsync));
        RotationRecord[] seen = await UntilAsync(static rotation => rotation.Phase.IsWatched() || rotation.Phase is RotationPhase.Parked);

        int driver = Array.FindIndex(seen, static rotation => rotation.StartTookEffect);
        Assert.True(driver >= 0, Describe(seen));
        RotationRecord waits = seen[1 - driver];
        Assert.Equal((false, ParkCodes.ClaimHeld), (waits.StartTookEffect, waits.ParkReason?.Code));
        Assert.Contains(copies[driver].Place, waits.ParkReason!.Message, StringComparison.Ordinal);

        await Task.WhenAll(copies.Select(AbortAsync));
        seen = await UntilAsync(static rotation => rotation.Phase is RotationPhase.Cancelled);
        Assert.Equal(1, seen.Count(static rotation => rotation.Start is not null));

        Task<RotationRecord> AskAsync(Scenario copy)
            => copy.AskAsync(new(environment, "rachel", PlanConfirmed: true));

        Task<RotationRecord> LookAsync(Scenario copy, int which)
            => copy.Get<RotationLedger>().GetAsync(asked[which].RotationId, CancellationToken.None);

        async Task AbortAsync(Scenario copy, int which)
            => await copy.SayAsync(asked[which].RotationId, new(OperatorCommandKind.Abort, "olga"));

        async Task<RotationRecord[]> UntilAsync(Func<RotationRecord, bool> condition)
        {
            RotationRecord[] now = [];
            await copies[0].UntilAsync(
                async () =>
                {
                    now = await Task.WhenAll(copies.Select(LookAsync));
                    return now.All(condition);
                },
                () => $"both have settled: {Describe(now)}");
            return now;
        }
    }

    private static string Describe(RotationRecord[] copies)
        => string.Join("; ", copies.Select(static rotation => $"{rotation.EnvironmentId} {rotation.Phase} {rotation.ParkReason}"));
}
