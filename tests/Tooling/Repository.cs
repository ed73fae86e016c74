namespace TenantTokens.Tooling;

/// <summary>Where the sources are, for tests that read them.</summary>
public static class Repository
{
    private static readonly string[] _output = ["bin", "obj", "node_modules", "TestResults", ".git"];

    /// <summary>The directory of Functions.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The files below a folder that are sources, as full paths: no output of builds or package managers.</summary>
    /// <param name="folder">The folder, from the root.</param>
    /// <param name="pattern">Which files, such as <c>*.cs</c>.</param>
    public static IEnumerable<string> Files(string folder, string pattern = "*")
        => Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(static file => !Path.GetRelativePath(Root, file).Split('/', '\\').Any(_output.Contains));

    private static string FindRoot()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Functions.sln")))
            {
                return directory.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No directory above {AppContext.BaseDirectory} has Functions.sln.");
    }
}
