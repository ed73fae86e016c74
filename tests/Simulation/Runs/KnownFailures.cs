namespace TenantTokens.Simulation.Runs;

/// <summary>What is known and not mended yet. The list can only get shorter.</summary>
internal static class KnownFailures
{
    private const string NobodyElsesToken = "Nobody else's token, and no way without an exit";
    private const string NoAgentIsForgotten = "No agent is forgotten: completeness, real answers, real files";

    public static IReadOnlyList<KnownFailure> List { get; } =
    [
        new("foreign-rotation-ended", "", NobodyElsesToken),
        new("false-outcome", "", NobodyElsesToken),
        new("foreign-token-adopted", "", NobodyElsesToken),
        new("no-exit", "", NobodyElsesToken),
        new("darkened-by-our-order", "ActiveGates went back to the old token first", NobodyElsesToken),
        new("dark-and-unlisted", "the token in force was made by the second copy", NobodyElsesToken),
        new("dark-and-unlisted", "no plan, gate or report lists it", NoAgentIsForgotten),
    ];

    /// <summary>The title of the issue that ends it; null when it is not known.</summary>
    public static string? UntilOf(string check, string message) => List.FirstOrDefault(known => known.Covers(check, message))?.Until;
}
