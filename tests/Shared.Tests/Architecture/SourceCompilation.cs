using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TenantTokens.Shared.Tests.Architecture;

/// <summary>Sources, compiled with the usings that the SDK adds, so that a test can ask what a name means.</summary>
internal static class SourceCompilation
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    private static readonly MetadataReference[] _references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>src/Shared, each file under its path from there, with slashes.</summary>
    public static IEnumerable<(string Path, string Text)> SharedSources()
        => SourceTree.SharedFiles("*.cs")
            .Select(static file => (Path.GetRelativePath(SourceTree.Shared, file).Replace('\\', '/'), File.ReadAllText(file)));

    /// <summary>Compiles sources; the usings are a tree without a path.</summary>
    /// <param name="sources">The sources.</param>
    /// <param name="usesBuiltShared">Whether they may use the product as it is built.</param>
    public static CSharpCompilation Create(IEnumerable<(string Path, string Text)> sources, bool usesBuiltShared)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        CSharpParseOptions latest = new(LanguageVersion.Latest);
        return CSharpCompilation.Create(
            "Sources",
            sources.Append(("", Usings)).Select(one => CSharpSyntaxTree.ParseText(one.Item2, latest, one.Item1, cancellationToken: stop)),
            _references.Where(one => usesBuiltShared || Path.GetFileName(one.Display) is not "TenantTokens.Shared.dll"),
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }
}
