using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using TenantTokens.Durable;
using TenantTokens.Registration;
using TenantTokens.Tooling;

namespace TenantTokens.FunctionsTests.Replay;

/// <summary>
/// Microsoft's analyzers of orchestrators, asked about ours. They know an orchestrator by [OrchestrationTrigger] and follow its calls
/// within one assembly, so in the build they see nothing of Shared. Here the sources are one assembly with a function for each orchestrator
/// that calls it directly.
/// </summary>
internal static class DurableAnalyzers
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    private static readonly string _shared = Path.Combine(Repository.Root, "src", "Shared");

    /// <summary>What they say about every orchestrator of Shared.</summary>
    public static Task<IReadOnlyList<string>> AskAboutSharedAsync(CancellationToken stop)
        => AskAsync(
            Directory.EnumerateFiles(_shared, "*.cs", SearchOption.AllDirectories)
                .Select(static path => Path.GetRelativePath(_shared, path))
                .Where(static path => path.Split(Path.DirectorySeparatorChar)[0] is not ("obj" or "bin"))
                .Select(static path => (path, File.ReadAllText(Path.Combine(_shared, path)))),
            new DurableTaskRegistry().AddRotationTasks().Orchestrators.ToDictionary(static one => one.Key, one => one.Value.Type.FullName!),
            static file => file is not "TenantTokens.Shared.dll",
            stop);

    /// <summary>What they say about one class.</summary>
    /// <param name="source">A file with the class in it.</param>
    /// <param name="orchestrator">Its name.</param>
    /// <param name="stop">Ends the work.</param>
    public static Task<IReadOnlyList<string>> AskAboutAsync(string source, string orchestrator, CancellationToken stop)
        => AskAsync([("source.cs", source)], new() { [orchestrator] = orchestrator }, static _ => true, stop);

    private static async Task<IReadOnlyList<string>> AskAsync(
        IEnumerable<(string Path, string Text)> sources,
        Dictionary<string, string> orchestrators,
        Func<string, bool> isReferred,
        CancellationToken stop)
    {
        // Without the engine's assemblies the analyzers look for functions only. With them they bind all code, in search of other kinds.
        CSharpParseOptions latest = new(LanguageVersion.Latest);
        CSharpCompilation code = CSharpCompilation.Create(
            "Orchestrators",
            sources.Append(("Usings.cs", Usings)).Append(("Functions.cs", Functions(orchestrators)))
                .Select(one => CSharpSyntaxTree.ParseText(one.Item2, latest, one.Item1, cancellationToken: stop)),
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(static path => !Path.GetFileName(path).StartsWith("Microsoft.DurableTask.", StringComparison.Ordinal))
                .Where(path => isReferred(Path.GetFileName(path)))
                .Select(static path => MetadataReference.CreateFromFile(path)),
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Assert.DoesNotContain(
            code.GetSemanticModel(code.SyntaxTrees[^1]).GetDiagnostics(cancellationToken: stop),
            static one => one.Severity is DiagnosticSeverity.Error);
        ImmutableArray<Diagnostic> found = await code.WithAnalyzers(Load(), new AnalyzerOptions([])).GetAnalyzerDiagnosticsAsync(stop);
        return [.. found.Select(Line).Order(StringComparer.Ordinal)];
    }

    private static string Line(Diagnostic found)
    {
        FileLinePositionSpan place = found.Location.GetLineSpan();
        return $"{found.Id} {place.Path}({place.StartLinePosition.Line + 1}): {found.GetMessage(CultureInfo.InvariantCulture)}";
    }

    private static ImmutableArray<DiagnosticAnalyzer> Load()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "analyzers", "Microsoft.DurableTask.Analyzers.dll");
        AnalyzerFileReference package = new(path, new Loader());
        return
        [
            .. package.GetAnalyzers(LanguageNames.CSharp)
                .Where(static one => one.SupportedDiagnostics.Any(static rule => rule.Category is "Orchestration")),
        ];
    }

    private static string Functions(Dictionary<string, string> orchestrators)
        => string.Join('\n', orchestrators.Select(static one => $$"""
            static class {{one.Key}}Function
            {
                [Microsoft.Azure.Functions.Worker.Function("{{one.Key}}")]
                public static Task RunAsync([Microsoft.Azure.Functions.Worker.OrchestrationTrigger] object context)
                    => new {{one.Value}}().RunAsync(null!, null!);
            }
            """));

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
            // The analyzers need nothing but the compiler, which is loaded.
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
