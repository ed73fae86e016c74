namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>A body ends, or says why it does not: nothing hangs.</summary>
public sealed class VirtualRunTests
{
    [Fact]
    public async Task A_wait_moves_the_clock_by_its_span()
    {
        TimeSpan moved = default;

        await VirtualRun.PlayAsync(async time =>
        {
            DateTimeOffset from = time.GetUtcNow();
            await Task.Delay(TimeSpan.FromDays(30), time, CancellationToken.None);
            moved = time.GetUtcNow() - from;
        });

        Assert.Equal(TimeSpan.FromDays(30), moved);
    }

    [Fact]
    public async Task A_body_that_waits_for_what_never_comes_fails()
    {
        TaskCompletionSource never = new();

        InvalidOperationException failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => VirtualRun.PlayAsync(_ => never.Task));

        Assert.Equal("Nothing can run and nothing is due, but the run has not ended.", failure.Message);
    }

    [Fact]
    public async Task A_body_that_goes_round_and_round_fails()
    {
        InvalidOperationException failure = await Assert.ThrowsAsync<InvalidOperationException>(() => VirtualRun.PlayAsync(async time =>
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time, CancellationToken.None);
            }
        }));

        Assert.StartsWith("It took more than ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_body_throws_is_what_the_test_sees()
        => await Assert.ThrowsAsync<FormatException>(() => VirtualRun.PlayAsync(static async time =>
        {
            await Task.Delay(TimeSpan.FromHours(1), time, CancellationToken.None);
            throw new FormatException();
        }));

    [Fact]
    public async Task A_rotation_that_does_not_get_there_is_said_with_what_was_seen_last()
    {
        Xunit.Sdk.XunitException failure =
            await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => VirtualRun.PlayAsync(static async time =>
            {
                await using Scenario scenario = await Scenario.StartAsync(time);
                await scenario.RotateAsync();
                await scenario.UntilAsync(
                    static seen => seen.Rotation.Phase is TenantTokens.Rotations.RotationPhase.Cancelled,
                    "cancelled",
                    TimeSpan.FromHours(3));
            }));

        Assert.StartsWith(
            "Waited 03:00:00 of virtual time until cancelled; it is AwaitingFinish ",
            failure.Message,
            StringComparison.Ordinal);
    }
}
