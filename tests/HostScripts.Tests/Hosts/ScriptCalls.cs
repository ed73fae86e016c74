using TenantTokens.Tooling;

namespace TenantTokens.HostScripts.Tests.Hosts;

/// <summary>The commands that a run of the script calls, by their number.</summary>
internal static class ScriptCalls
{
    /// <summary>From the first to the last: all of them, or in the short form every eighth.</summary>
    public static IEnumerable<TheoryDataRow<int>> UpTo(int last)
        => Enumerable.Range(1, last)
            .Where(static call => Suite.IsFull || call % 8 == 1)
            .Select(static call => new TheoryDataRow<int>(call));
}
