using TenantTokens.Tooling;

namespace TenantTokens.FunctionsTests.App;

/// <summary>src/Functions says which functions there are; logic is only where it is listed here.</summary>
public sealed class ThinFunctionTests
{
    private static readonly string _sources = Path.Combine(Repository.Root, "src", "Functions");

    /// <summary>The adapters to the engine and to the web, the settings, and the composition root.</summary>
    private static readonly string[] _withLogic =
    [
        Path.Combine("Durable", "DurableClient.cs"),
        Path.Combine("Durable", "OrchestrationContext.cs"),
        Path.Combine("Durable", "ScrubbedFailureException.cs"),
        Path.Combine("Durable", "TaskRunner.cs"),
        Path.Combine("Web", "WebResult.cs"),
        Path.Combine("Web", "WebServices.cs"),
        "AppServices.cs",
        "AppSettings.cs",
        "Program.cs",
    ];

    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(_sources, "*.cs", SearchOption.AllDirectories)
            .Select(static file => Path.GetRelativePath(_sources, file))
            .Where(static file => !file.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj")
                && !_withLogic.Contains(file)),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_function_is_one_statement(string file)
        => Assert.Empty(ThinFunctions.Violations(File.ReadAllText(Path.Combine(_sources, file))));

    [Fact]
    public void Every_file_that_may_hold_logic_is_there()
        => Assert.All(_withLogic, static file => Assert.True(File.Exists(Path.Combine(_sources, file)), file));

    [Theory]
    [InlineData("class C { void M() { A(); B(); } }")]
    [InlineData("class C { void M() { if (A()) { B(); } } }")]
    [InlineData("class C { void M() { try { A(); } finally { B(); } } }")]
    [InlineData("class C { Task M() => N(() => { A(); B(); }); }")]
    [InlineData("class C { C() { A(); B(); } }")]
    [InlineData("class C { int P { get { A(); return 1; } } }")]
    public void More_than_one_statement_is_caught(string source) => Assert.NotEmpty(ThinFunctions.Violations(source));

    [Theory]
    [InlineData("class C { void M() => A(); }")]
    [InlineData("class C { void M() { A(); } }")]
    [InlineData("class C { Task M() => N(() => A()); }")]
    public void One_statement_is_not(string source) => Assert.Empty(ThinFunctions.Violations(source));
}
