using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace TenantTokens.Shared.Tests.Architecture;

/// <summary>
/// The code that an engine replays: every orchestrator, and whatever it calls as far as there are sources, through properties, constructors
/// and overrides too.
/// </summary>
internal sealed class ReplayedCode
{
    private readonly CSharpCompilation _code;
    private readonly INamedTypeSymbol[] _types;
    private readonly HashSet<ISymbol> _seen = new(SymbolEqualityComparer.Default);
    private readonly Queue<ISymbol> _open = new();
    private readonly SortedSet<string> _violations = new(StringComparer.Ordinal);

    private ReplayedCode(IEnumerable<(string Path, string Text)> sources, bool usesBuiltShared)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        _code = SourceCompilation.Create(sources, usesBuiltShared);
        _types = [.. TypesIn(_code.Assembly.GlobalNamespace)];
        INamedTypeSymbol contract = _code.GetTypeByMetadataName("TenantTokens.Durable.IOrchestrator`2")!;
        foreach (INamedTypeSymbol type in _types)
        {
            foreach (INamedTypeSymbol one in type.AllInterfaces.Where(one => IsSame(one.OriginalDefinition, contract)))
            {
                Orchestrators.Add(type.Name);
                Follow(type.FindImplementationForInterfaceMember(one.GetMembers().Single())!);
                type.InstanceConstructors.ToList().ForEach(Follow);
            }
        }

        while (_open.TryDequeue(out ISymbol? member))
        {
            Read(member, stop);
        }
    }

    /// <summary>The orchestrators' class names.</summary>
    public IList<string> Orchestrators { get; } = [];

    /// <summary>What was read, as Type.Member.</summary>
    public IEnumerable<string> Members => _seen.Select(static one => $"{one.ContainingType.Name}.{one.Name}");

    /// <summary>What is wrong: one line for each place, with what it uses.</summary>
    public IReadOnlyCollection<string> Violations => _violations;

    /// <summary>The product.</summary>
    public static ReplayedCode OfShared() => new(SourceCompilation.SharedSources(), usesBuiltShared: false);

    /// <summary>A file that uses the built product.</summary>
    public static ReplayedCode Of(string source) => new([("source.cs", source)], usesBuiltShared: true);

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol parent)
        => parent.GetMembers().OfType<INamespaceOrTypeSymbol>()
            .SelectMany(static one => one is INamedTypeSymbol type ? TypesIn(one).Prepend(type) : TypesIn(one));

    private void Read(ISymbol member, CancellationToken stop)
    {
        IEnumerable<SyntaxNode> bodies = member.DeclaringSyntaxReferences
            .Select(one => one.GetSyntax(stop)).Select(BodyOf).OfType<SyntaxNode>();
        foreach (SyntaxNode node in bodies)
        {
            foreach (IOperation operation in WithChildren(_code.GetSemanticModel(node.SyntaxTree).GetOperation(node, stop)))
            {
                foreach (ISymbol used in UsedBy(operation))
                {
                    if (ReplayRules.Violation(used) is { } name)
                    {
                        Blame(operation, name);
                    }

                    Follow(used);
                }

                if (Statement(operation) is { } statement)
                {
                    Blame(operation, statement);
                }
            }
        }
    }

    private static string? Statement(IOperation operation) => operation switch
    {
        ILockOperation => "lock",
        IForEachLoopOperation { IsAsynchronous: true } => "await foreach",
        IInvalidOperation => "code that the test cannot read",
        _ => null,
    };

    /// <summary>All of it but what only a nameof names.</summary>
    private static IEnumerable<IOperation> WithChildren(IOperation? operation)
        => operation is null or INameOfOperation ? [] : operation.ChildOperations.SelectMany(WithChildren).Prepend(operation);

    private void Blame(IOperation operation, string what)
    {
        FileLinePositionSpan place = operation.Syntax.GetLocation().GetLineSpan();
        _violations.Add($"{place.Path}({place.StartLinePosition.Line + 1}): {what}");
    }

    private static SyntaxNode? BodyOf(SyntaxNode declaration) => declaration switch
    {
        VariableDeclaratorSyntax field => field.Initializer,
        PropertyDeclarationSyntax property => property.Initializer,
        TypeDeclarationSyntax type => type.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>().FirstOrDefault(),
        ParameterSyntax => null,
        _ => declaration,
    };

    private static IEnumerable<ISymbol> UsedBy(IOperation operation) => operation switch
    {
        IInvocationOperation call => [call.TargetMethod],
        IObjectCreationOperation { Constructor: { } constructor } => [constructor],
        IMemberReferenceOperation reference => [reference.Member],
        IConversionOperation { OperatorMethod: { } method } => [method],
        IBinaryOperation { OperatorMethod: { } method } => [method],
        IUnaryOperation { OperatorMethod: { } method } => [method],
        _ => [],
    };

    /// <summary>Notes a member for reading, with what else runs when it is used.</summary>
    private void Follow(ISymbol used)
    {
        ISymbol member = used.OriginalDefinition;
        if (used is IMethodSymbol { ReducedFrom: { } extension })
        {
            member = extension.OriginalDefinition;
        }

        if (!IsSame(member.ContainingAssembly, _code.Assembly) || !_seen.Add(member))
        {
            return;
        }

        _open.Enqueue(member);
        IEnumerable<ISymbol> also = member switch
        {
            IPropertySymbol property => new ISymbol?[] { property.GetMethod, property.SetMethod }.OfType<ISymbol>(),
            IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => Initialized(constructor.ContainingType, isStatic: false),
            _ => [],
        };
        if (member.IsStatic || member is IMethodSymbol { MethodKind: MethodKind.Constructor })
        {
            also = also.Concat(Initialized(member.ContainingType, isStatic: true)).Concat(member.ContainingType.StaticConstructors);
        }

        if (member.IsAbstract || member.IsVirtual || member.IsOverride)
        {
            also = also.Concat(_types.SelectMany(type => Implementing(type, member)));
        }

        also.ToList().ForEach(Follow);
    }

    /// <summary>The fields and properties that have a value from the beginning.</summary>
    private static IEnumerable<ISymbol> Initialized(INamedTypeSymbol type, bool isStatic)
        => type.GetMembers().Where(one => one.IsStatic == isStatic && one is IFieldSymbol or IPropertySymbol
            && one.DeclaringSyntaxReferences.Select(static reference => reference.GetSyntax())
                .Any(static node => node is VariableDeclaratorSyntax { Initializer: not null }
                    or PropertyDeclarationSyntax { Initializer: not null }));

    private static IEnumerable<ISymbol> Implementing(INamedTypeSymbol type, ISymbol member)
        => member.ContainingType.TypeKind is TypeKind.Interface
            ? type.AllInterfaces.Where(one => IsSame(one.OriginalDefinition, member.ContainingType))
                .SelectMany(one => one.GetMembers(member.Name)).Where(one => IsSame(one.OriginalDefinition, member))
                .Select(type.FindImplementationForInterfaceMember).OfType<ISymbol>()
            : type.GetMembers(member.Name).Where(one => OverriddenBy(one) is { } below && IsSame(below.OriginalDefinition, member));

    private static bool IsSame(ISymbol? one, ISymbol? other) => SymbolEqualityComparer.Default.Equals(one, other);

    private static ISymbol? OverriddenBy(ISymbol member) => member switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };
}
