using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using TenantTokens.Durable;
using TenantTokens.Rotations;
using TenantTokens.Tooling;

namespace TenantTokens.FunctionsTests.Replay;

/// <summary>
/// Microsoft's analyzers of orchestrators, asked about ours. They know an orchestrator by [OrchestrationTrigger] and follow its calls within one assembly, so in
/// the build they see nothing of Shared. Here Shared's sources are one assembly with a function for each orchestrator that calls it directly.
/// </summary>
internal static class DurableAnalyzers
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http;
        global using System.Threading; global using System.Threading.Tasks;
        """;

    private static readonly string Shared = Path.Combine(Repository.Root, "src", "Shared");

    /// <summary>What they say about Shared: the id of the rule, the file relative to src/Shared, and the message.</summary>
    /// <param name="change">Makes the text of a file, which is told by its path, from the one that it has.</param>
    /// <param name="stop">Ends the work.</param>
    public static async Task<IReadOnlyList<string>> AskAsync(Func<string, string, string> change, CancellationToken stop)
    {
        CSharpParseOptions latest = new(LanguageVersion.Latest);
        IEnumerable<(string Path, string Text)> sources = Directory.EnumerateFiles(Shared, "*.cs", SearchOption.AllDirectories)
            .Select(static path => Path.GetRelativePath(Shared, path))
            .Where(static path => !path.StartsWith("obj", StringComparison.Ordinal) && !path.StartsWith("bin", StringComparison.Ordinal))
            .Select(path => (path, change(path, File.ReadAllText(Path.Combine(Shared, path)))));
        CSharpCompilation code = CSharpCompilation.Create(
            "Orchestrators",
            sources.Append(("Usings.cs", Usings)).Append(("Functions.cs", Functions()))
                .Select(one => CSharpSyntaxTree.ParseText(one.Item2, latest, one.Item1, cancellationToken: stop)),
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(static path => Path.GetFileName(path) is not ("TenantTokens.Shared.dll" or "TenantTokens.Functions.dll" or "Functions.Tests.dll" or "Engine.Contract.dll"))
                .Select(static path => MetadataReference.CreateFromFile(path)),
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Empty(code.GetSemanticModel(code.SyntaxTrees[^1]).GetDiagnostics(cancellationToken: stop).Where(static one => one.Severity is DiagnosticSeverity.Error));
        CompilationWithAnalyzers asked = code.WithAnalyzers(Load(), new AnalyzerOptions([]));
        return
        [
            .. (await asked.GetAnalyzerDiagnosticsAsync(stop))
                .Select(static one => $"{one.Id} {one.Location.GetLineSpan().Path}: {one.GetMessage(CultureInfo.InvariantCulture)}")
                .Order(StringComparer.Ordinal),
        ];
    }

    private static ImmutableArray<DiagnosticAnalyzer> Load()
        => new AnalyzerFileReference(Path.Combine(AppContext.BaseDirectory, "analyzers", "Microsoft.DurableTask.Analyzers.dll"), new Loader()).GetAnalyzers(LanguageNames.CSharp);

    private static string Functions()
        => string.Join('\n', new DurableTaskRegistry().AddRotationTasks().Orchestrators.Select(static one => $$"""
            static class {{one.Key}}Function
            {
                [Microsoft.Azure.Functions.Worker.Function("{{one.Key}}")]
                public static Task RunAsync([Microsoft.Azure.Functions.Worker.OrchestrationTrigger] Microsoft.DurableTask.TaskOrchestrationContext context)
                    => new {{one.Value.Type.FullName}}().RunAsync(null!, null!);
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
