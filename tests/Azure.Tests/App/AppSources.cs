using TenantTokens.Tooling;

namespace TenantTokens.AzureTests.App;

/// <summary>The sources of src/Functions.</summary>
internal static class AppSources
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "src", "Functions");

    public static IEnumerable<string> All()
        => Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
            .Where(static file => !Path.GetRelativePath(Folder, file).Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"));
}
