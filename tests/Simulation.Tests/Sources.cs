using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TenantTokens.Tooling;

namespace TenantTokens.Simulation.Tests;

/// <summary>Source as the compiler sees it, with everything that this test program refers to.</summary>
internal static class Sources
{
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http;
        global using System.Threading; global using System.Threading.Tasks;
        """;

    private static readonly MetadataReference[] _references =
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
                .Split(Path.PathSeparator)
                .Where(IsOfOthers)
                .Select(static path => MetadataReference.CreateFromFile(path)),
        ];

    /// <summary>All of src. What only a generator writes is missing; nothing waits there.</summary>
    public static IReadOnlyList<(string File, SemanticModel Model)> OfTheProduct()
    {
        string[] files =
        [
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
                .Where(static file => !file.Contains(
                    $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal)),
        ];
        SyntaxTree[] trees = [.. files.Select(static file => Parse(File.ReadAllText(file)))];
        CSharpCompilation all = Compile(trees);
        return [.. files.Zip(trees, (file, tree) => (Path.GetFileName(file), all.GetSemanticModel(tree)))];
    }

    /// <summary>A file of its own.</summary>
    public static SemanticModel Of(string source)
    {
        SyntaxTree tree = Parse(source);
        return Compile(tree).GetSemanticModel(tree);
    }

    private static CSharpCompilation Compile(params SyntaxTree[] trees)
        => CSharpCompilation.Create("sources", [Parse(ImplicitUsings), .. trees], _references);

    private static SyntaxTree Parse(string source)
        => CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken);

    // Ours are here as source.
    private static bool IsOfOthers(string path)
        => Path.GetFileNameWithoutExtension(path) is var name
            && !name.StartsWith("TenantTokens.", StringComparison.Ordinal)
            && name is not ("tenant-token" or "Simulation" or "Simulation.Tests");
}
