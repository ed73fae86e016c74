namespace TenantTokens.Shared.Tests.Architecture;

/// <summary>The product's sources, as they stand in the repository.</summary>
internal static class SourceTree
{
    public static string Shared { get; } = Path.Combine(Root(), "src", "Shared");

    public static string Docs { get; } = Path.Combine(Root(), "docs");

    public static IEnumerable<string> SharedFiles(string pattern)
        => Directory.EnumerateFiles(Shared, pattern, SearchOption.AllDirectories)
            .Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static string Root()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Functions.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests holds Functions.sln.");
    }
}
