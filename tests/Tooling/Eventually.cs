namespace TenantTokens.Tooling;

/// <summary>What comes true by itself, after a time that nobody can tell. Nothing here waits for a fixed time.</summary>
public static class Eventually
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(90); // a loaded machine is slow; who waits in vain fails anyway

    /// <summary>Looks again and again until it is so.</summary>
    /// <param name="isSo">Looks.</param>
    /// <param name="what">What is waited for; asked when it did not come, so it can tell what was seen last.</param>
    /// <param name="lookEvery">How long between two looks, each of which costs processor time.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="Xunit.Sdk.XunitException">It did not come true within 90 s.</exception>
    public static Task IsSoAsync(Func<Task<bool>> isSo, Func<string> what, TimeSpan lookEvery, CancellationToken stop)
        => IsSoAsync(isSo, what, lookEvery, _patience, stop);

    /// <summary>Looks again and again until it is so, for as long as it may take.</summary>
    /// <exception cref="Xunit.Sdk.XunitException">It did not come true in that time.</exception>
    public static async Task IsSoAsync(
        Func<Task<bool>> isSo,
        Func<string> what,
        TimeSpan lookEvery,
        TimeSpan patience,
        CancellationToken stop)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            if (TimeProvider.System.GetElapsedTime(start) > patience)
            {
                Assert.Fail($"Waited {patience.TotalSeconds} s until {what()}.");
            }

            await Task.Delay(lookEvery, TimeProvider.System, stop);
        }
    }
}
