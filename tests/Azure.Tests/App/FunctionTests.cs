using TenantTokens.Durable;
using TenantTokens.Rotations;

namespace TenantTokens.AzureTests.App;

/// <summary>src/Functions says which tasks there are, and nothing else.</summary>
public sealed class FunctionTests
{
    private static readonly DurableTaskRegistry Tasks = new DurableTaskRegistry().AddRotationTasks();

    /// <summary>Where logic is allowed: the adapter to the engine and to the web, the settings, and the composition root.</summary>
    private static readonly string[] WithLogic =
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

    public static TheoryData<string> Files => [.. AppSources.All().Select(static file => Path.GetRelativePath(AppSources.Folder, file)).Where(static file => !WithLogic.Contains(file))];

    [Fact]
    public void Every_orchestrator_has_exactly_one_function_of_its_name()
        => Assert.Empty(FunctionRules.Differences(Tasks.Orchestrators.Keys, Names("OrchestrationTrigger"), "orchestrator"));

    [Fact]
    public void Every_activity_has_exactly_one_function_of_its_name()
        => Assert.Empty(FunctionRules.Differences(Tasks.Activities.Keys, Names("ActivityTrigger"), "activity"));

    [Fact]
    public void No_two_functions_have_one_name()
        => Assert.Empty(AppSources.All().SelectMany(static file => FunctionRules.Functions(File.ReadAllText(file))).GroupBy(static one => one.Name.ToUpperInvariant()).Where(static group => group.Count() > 1).Select(static group => group.Key));

    [Theory]
    [MemberData(nameof(Files))]
    public void A_function_is_one_statement(string file) => Assert.Empty(FunctionRules.Long(File.ReadAllText(Path.Combine(AppSources.Folder, file))));

    [Fact]
    public void Every_file_that_may_hold_logic_is_there() => Assert.All(WithLogic, static file => Assert.True(File.Exists(Path.Combine(AppSources.Folder, file)), file));

    [Theory]
    [InlineData("class C { [Function(\"Wave\")] Task A([OrchestrationTrigger] X x) => Y(); }")]
    [InlineData("class C { [Function(nameof(Wave))] Task A([OrchestrationTrigger] X x) => Y(); }")]
    [InlineData("class C { [FunctionAttribute(\"Wave\")] Task A([OrchestrationTrigger] X x) { return Y(); } }")]
    public void A_function_is_found_under_its_name(string source) => Assert.Equal([("OrchestrationTrigger", "Wave")], FunctionRules.Functions(source));

    [Theory]
    [InlineData("", "The activity Wave has no function.")]
    [InlineData("Wave,Wave", "The activity Wave has 2 functions.")]
    [InlineData("Wave,Ware", "The function Ware is no activity of Shared.")]
    public void A_function_that_is_missing_doubled_or_of_another_name_is_said(string found, string said)
        => Assert.Equal([said], FunctionRules.Differences(["Wave"], found.Split(',', StringSplitOptions.RemoveEmptyEntries), "activity"));

    [Theory]
    [InlineData("class C { void M() { A(); B(); } }")]
    [InlineData("class C { void M() { if (A()) { B(); } } }")]
    [InlineData("class C { void M() { try { A(); } finally { B(); } } }")]
    [InlineData("class C { Task M() => N(() => { A(); B(); }); }")]
    [InlineData("class C { C() { A(); B(); } }")]
    [InlineData("class C { int P { get { A(); return 1; } } }")]
    public void More_than_one_statement_is_caught(string source) => Assert.NotEmpty(FunctionRules.Long(source));

    [Theory]
    [InlineData("class C { void M() => A(); }")]
    [InlineData("class C { void M() { A(); } }")]
    [InlineData("class C { Task M() => N(() => A()); }")]
    public void One_statement_is_not(string source) => Assert.Empty(FunctionRules.Long(source));

    private static IEnumerable<string> Names(string trigger)
        => AppSources.All().SelectMany(static file => FunctionRules.Functions(File.ReadAllText(file))).Where(one => one.Trigger == trigger).Select(static one => one.Name);
}
