namespace TenantTokens.Simulation.Runs;

/// <summary>What is known and not mended yet. The list can only get shorter.</summary>
internal static class KnownFailures
{
    public static IReadOnlyList<KnownFailure> List { get; } = [];

    /// <summary>The title of the issue that ends it; null when it is not known.</summary>
    public static string? UntilOf(string check, string message) => List.FirstOrDefault(known => known.Covers(check, message))?.Until;
}
