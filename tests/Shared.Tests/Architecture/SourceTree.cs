namespace TenantTokens.Shared.Tests.Architecture;

/// <summary>The product's sources, as they stand in the repository.</summary>
internal static class SourceTree
{
    public static string Source { get; } = Path.Combine(Root(), "src");

    public static string Shared { get; } = Path.Combine(Source, "Shared");

    public static string Docs { get; } = Path.Combine(Root(), "docs");

    public static IEnumerable<string> SharedFiles(string pattern) => FilesIn(Shared, pattern);

    /// <summary>The files of all that is shipped.</summary>
    public static IEnumerable<string> Files(string pattern) => FilesIn(Source, pattern);

    /// <summary>The files of all that is shipped and of its tests.</summary>
    public static IEnumerable<string> AllFiles(string pattern) => [.. Files(pattern), .. FilesIn(Path.Combine(Root(), "tests"), pattern)];

    private static IEnumerable<string> FilesIn(string folder, string pattern)
        => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Where(static file => !IsBuilt(file));

    private static bool IsBuilt(string file)
        => file.Split(Path.DirectorySeparatorChar) is var parts && (parts.Contains("obj") || parts.Contains("bin"));

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
