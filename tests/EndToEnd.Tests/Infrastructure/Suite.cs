namespace TenantTokens.EndToEnd.Tests.Infrastructure;

/// <summary>How much is run: the short form on a developer's machine, the long one (TENANT_TOKEN_SUITE=full) in CI.</summary>
internal static class Suite
{
    /// <summary>Whether the long form was asked for.</summary>
    public static bool IsFull => Environment.GetEnvironmentVariable("TENANT_TOKEN_SUITE") == "full";

    /// <summary>The worlds that the demo is run in.</summary>
    public static IEnumerable<int> Seeds => Enumerable.Range(1, IsFull ? 20 : 3);

    /// <summary>At how many points the program is killed.</summary>
    public static int KillPoints => IsFull ? 20 : 6;
}
