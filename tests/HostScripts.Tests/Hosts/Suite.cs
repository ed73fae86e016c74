namespace TenantTokens.HostScripts.Tests.Hosts;

/// <summary>How much is run: the short form on a developer's machine, the long one (TENANT_TOKEN_SUITE=full) in CI.</summary>
internal static class Suite
{
    public static bool IsFull => Environment.GetEnvironmentVariable("TENANT_TOKEN_SUITE") == "full";

    /// <summary>The calls of a run from the first to the last: all of them, or in the short form every third.</summary>
    public static IEnumerable<TheoryDataRow<int>> Calls(int last)
        => Enumerable.Range(1, last).Where(call => IsFull || call % 3 == 1).Select(call => new TheoryDataRow<int>(call));
}
