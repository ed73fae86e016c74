using TenantTokens.Tooling;

namespace TenantTokens.Shared.Tests.Architecture;

/// <summary>The product's sources, as they stand in the repository.</summary>
internal static class SourceTree
{
    public static string Source { get; } = Path.Combine(Repository.Root, "src");

    public static string Shared { get; } = Path.Combine(Source, "Shared");

    public static string Docs { get; } = Path.Combine(Repository.Root, "docs");

    public static IEnumerable<string> SharedFiles(string pattern) => Repository.Files(Path.Combine("src", "Shared"), pattern);

    /// <summary>The files of all that is shipped.</summary>
    public static IEnumerable<string> Files(string pattern) => Repository.Files("src", pattern);

    /// <summary>The files of all that is shipped and of its tests.</summary>
    public static IEnumerable<string> AllFiles(string pattern) => [.. Files(pattern), .. Repository.Files("tests", pattern)];
}
