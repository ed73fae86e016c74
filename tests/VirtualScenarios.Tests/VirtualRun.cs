using System.Runtime.CompilerServices;
using TenantTokens.Simulation.Runs;
using TenantTokens.Simulation.Time;

namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>
/// Plays the body of a test on a clock that jumps. The body and all that it starts run on the thread pool's single worker; where all of it
/// waits, the clock goes on to what is due next. So a test takes as long as its computing, however long its waits are, and a busy computer
/// makes it slow, not wrong.
/// </summary>
internal static class VirtualRun
{
    /// <summary>Thirty times as many as the longest of these tests takes. Whoever takes more goes round and round.</summary>
    private const long MaxSteps = 1_000_000;

    private static readonly DateTimeOffset _begin = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);

    // What libraries keep for the whole process is there before the first test, so that none depends on the ones before it.
    private static readonly Lazy<bool> _isWarm = new(static () =>
    {
        SeedRun.WarmUp();
        return true;
    });

    /// <summary>Plays a body to its end.</summary>
    /// <param name="body">The body, with its clock.</param>
    /// <param name="seed">Decides which of several things that are due at the same moment comes first.</param>
    /// <param name="begin">When the clock begins; a certain Monday morning when left out.</param>
    /// <exception cref="InvalidOperationException">The body waits for something that never comes, or goes round and round.</exception>
    public static Task PlayAsync(Func<VirtualTime, Task> body, int seed = 1, DateTimeOffset? begin = null)
        => Task.Factory.StartNew(
            () => Play(body, seed, begin ?? _begin),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    /// <summary>Waits on a clock that jumps until something is so.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="isSo">Looks.</param>
    /// <param name="what">What is waited for; asked when it did not come, so it can tell what was seen last.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="lookEvery">How long between two looks.</param>
    /// <exception cref="Xunit.Sdk.XunitException">It did not come true in that time.</exception>
    public static async Task UntilAsync(
        this VirtualTime time,
        Func<Task<bool>> isSo,
        Func<string> what,
        TimeSpan patience,
        TimeSpan lookEvery)
    {
        DateTimeOffset limit = time.GetUtcNow() + patience;
        while (!await isSo())
        {
            if (time.GetUtcNow() > limit)
            {
                Assert.Fail($"Waited {patience} of virtual time until {what()}.");
            }

            await Task.Delay(lookEvery, time, CancellationToken.None);
        }
    }

    // Before xUnit has anything to run there, too.
    [ModuleInitializer]
    internal static void Prepare() => Pump.Prepare();

    private static void Play(Func<VirtualTime, Task> body, int seed, DateTimeOffset begin)
    {
        _ = _isWarm.Value;
        VirtualTime time = new(begin, Draws.For(seed, "order"));
        using Pump pump = new(time) { MaxSteps = MaxSteps };
        if (!pump.Run(() => body(time)))
        {
            throw new InvalidOperationException($"It took more than {MaxSteps} steps and has come to {time.GetUtcNow():O}.");
        }
    }
}
