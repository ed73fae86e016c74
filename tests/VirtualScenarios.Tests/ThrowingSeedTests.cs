using TenantTokens.Simulation.Actors;
using TenantTokens.Simulation.Checks;
using TenantTokens.Simulation.Runs;

namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>
/// What a story of the simulation throws is told of its seed. It is tested here, where the process has the pool's single worker.
/// </summary>
public sealed class ThrowingSeedTests
{
    private const int Seed = 2;

    [Fact]
    public async Task A_seed_that_throws_is_told_as_a_failing_seed_that_leads_to_its_story()
    {
        RunOptions options = new() { Checks = [new Throws()] };

        SeedReport report = await OutsideThePoolAsync(() => new SeedPlayer(options).Play(Seed));
        IReadOnlyList<string> story = await OutsideThePoolAsync(() => Shrinker.Shrink(Story.Of(Seed), SeedRun.NothingThrows, options));

        Assert.Equal(
            [(SeedRun.NothingThrows, "FormatException: A check cannot read this.", null)],
            report.Failures.Select(static failure => (failure.Check, failure.Message, failure.KnownUntil)));
        Assert.True(report.EndsProcess);
        Assert.Equal("=> FormatException: A check cannot read this.", story[^1]);
    }

    [Fact]
    public async Task A_seed_that_throws_nothing_is_not()
    {
        SeedReport report = await OutsideThePoolAsync(static () => new SeedPlayer(new RunOptions()).Play(Seed));

        Assert.Empty(report.Failures);
        Assert.False(report.EndsProcess);
    }

    private static async Task<T> OutsideThePoolAsync<T>(Func<T> play)
    {
        T result = default!;
        await VirtualRun.PlayAsync(static _ => Task.CompletedTask); // what libraries keep is there
        await Task.Factory.StartNew(
            () => result = play(),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        return result;
    }

    private sealed class Throws : Check<Happening.Ended>
    {
        public override string Name => "throws";

        protected override IEnumerable<string> LookAt(Sight sight, Happening.Ended happening)
            => throw new FormatException("A check cannot read this.");
    }
}
