using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TenantTokens.Shared.Tests.Architecture;

/// <summary>Which folder uses which, read from the compiler's semantic model: a name in a comment or in a using line is no use.</summary>
internal sealed class FolderGraph
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    private static readonly Lazy<FolderGraph> Product = new(static () => new(
        SourceTree.SharedFiles("*.cs")
            .Select(static file => (Path.GetRelativePath(SourceTree.Shared, file).Replace('\\', '/'), File.ReadAllText(file)))));

    private FolderGraph(IEnumerable<(string Path, string Text)> sources)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        CSharpParseOptions latest = new(LanguageVersion.Latest);
        SyntaxTree[] trees = [.. sources.Select(one => CSharpSyntaxTree.ParseText(one.Text, latest, one.Path, cancellationToken: stop))];
        CSharpCompilation code = CSharpCompilation.Create(
            "Folders",
            trees.Append(CSharpSyntaxTree.ParseText(Usings, latest, cancellationToken: stop)),
            References,
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Uses = [.. trees.SelectMany(tree => UsesIn(tree, code.GetSemanticModel(tree), stop))];
        Files = [.. trees.Select(static tree => tree.FilePath)];
    }

    /// <summary>src/Shared as it stands.</summary>
    public static FolderGraph OfShared => Product.Value;

    /// <summary>Every file that was read, relative to the root.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Every place where a file uses a type of another folder.</summary>
    public IReadOnlyList<FolderUse> Uses { get; }

    /// <summary>The folders, "Rotations/Waves" among them.</summary>
    public IReadOnlyList<string> Folders => [.. Files.Select(FolderOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static MetadataReference[] References { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is not "TenantTokens.Shared.dll")
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>A graph of some other sources.</summary>
    public static FolderGraph Of(params (string Path, string Text)[] sources) => new(sources);

    /// <summary>The folder of a file.</summary>
    public static string FolderOf(string file) => Path.GetDirectoryName(file)!.Replace('\\', '/');

    private static IEnumerable<FolderUse> UsesIn(SyntaxTree tree, SemanticModel model, CancellationToken stop)
    {
        string from = FolderOf(tree.FilePath);
        foreach (SyntaxNode node in tree.GetRoot(stop).DescendantNodes(static node => node is not UsingDirectiveSyntax))
        {
            foreach (INamedTypeSymbol type in TypesIn(node, model, stop))
            {
                string? file = type.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.FilePath;
                if (!string.IsNullOrEmpty(file) && FolderOf(file) is var to && to != from)
                {
                    yield return new(from, to, tree.FilePath, node.GetLocation().GetLineSpan().StartLinePosition.Line + 1, type);
                }
            }
        }
    }

    /// <summary>The types that a name stands for: itself, and the one that has the member.</summary>
    private static IEnumerable<INamedTypeSymbol> TypesIn(SyntaxNode node, SemanticModel model, CancellationToken stop)
    {
        if (node is not (SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax))
        {
            return [];
        }

        ISymbol? symbol = model.GetSymbolInfo(node, stop).Symbol;
        INamedTypeSymbol? type = symbol switch
        {
            IMethodSymbol { ReducedFrom: { } extension } => extension.ContainingType,
            INamedTypeSymbol named => named,
            _ => symbol?.ContainingType,
        };
        return type is null ? [] : [type.OriginalDefinition];
    }
}
