using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TenantTokens.Shared.Tests.Architecture;

/// <summary>Which folder uses which, read from the compiler's semantic model: a name in a comment or in a using line is no use.</summary>
internal sealed class FolderGraph
{
    private static readonly Lazy<FolderGraph> _product = new(static () => new(SourceCompilation.SharedSources()));

    private FolderGraph(IEnumerable<(string Path, string Text)> sources)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        CSharpCompilation code = SourceCompilation.Create(sources, usesBuiltShared: false);
        SyntaxTree[] trees = [.. code.SyntaxTrees.Where(static tree => tree.FilePath.Length > 0)];
        Uses = [.. trees.SelectMany(tree => UsesIn(tree, code.GetSemanticModel(tree), stop))];
        Files = [.. trees.Select(static tree => tree.FilePath)];
    }

    /// <summary>src/Shared as it stands.</summary>
    public static FolderGraph OfShared => _product.Value;

    /// <summary>Every file that was read, relative to the root.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Every place where a file uses a type of another folder.</summary>
    public IReadOnlyList<FolderUse> Uses { get; }

    /// <summary>The folders, "Rotations/Waves" among them.</summary>
    public IReadOnlyList<string> Folders => [.. Files.Select(FolderOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

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
