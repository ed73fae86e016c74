using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using TenantTokens.Functions.Durable;
using TenantTokens.Tooling;

namespace TenantTokens.FunctionsTests.App;

/// <summary>
/// What the host reads about the app is a contract: living rotations, schedules, links and the infrastructure all use these names.
/// </summary>
public sealed class FunctionsMetadataTests
{
    private const BindingFlags AllPublic = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private const string Rewrite = "TENANT_TOKEN_REWRITE";
    private static readonly string _contract = Path.Combine(Repository.Root, "tests", "Functions.Tests", "App", "functions.txt");

    [Fact]
    public void The_host_finds_what_the_checked_in_file_says()
    {
        IReadOnlyList<string> found = FunctionsMetadata.Render(FunctionsMetadata.Read());
        if (Environment.GetEnvironmentVariable(Rewrite) is "true")
        {
            File.WriteAllLines(_contract, found);
            Assert.Skip($"{_contract} is written anew. Read its diff before you commit it.");
        }

        string difference = FunctionsMetadata.Difference(File.ReadAllLines(_contract), found);
        Assert.True(difference is "", $"""
            functions.metadata of the built app is not what {_contract} says (- is missing, + is new):
            {difference}
            A name that a living rotation uses must stay. If the change is meant, write the file anew and read its diff:
            {Rewrite}=true dotnet run --project tests/Functions.Tests -- -class {typeof(FunctionsMetadataTests).FullName}
            """);
    }

    [Fact]
    public void The_file_is_that_of_this_build()
        => Assert.Equal(
            typeof(TaskRunner).Assembly.GetTypes()
                .SelectMany(static type => type.GetMethods(AllPublic))
                .Select(static method => method.GetCustomAttribute<FunctionAttribute>()?.Name)
                .OfType<string>()
                .Order(StringComparer.Ordinal),
            FunctionsMetadata.Read().Select(static one => one!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_function_is_run_by_the_worker()
        => Assert.All(FunctionsMetadata.Read(), static one =>
        {
            Assert.Equal("dotnet-isolated", one!["language"]!.GetValue<string>());
            Assert.Equal($"{typeof(TaskRunner).Assembly.GetName().Name}.dll", one["scriptFile"]!.GetValue<string>());
        });

    [Theory]
    [InlineData("name", "\"SendCommands\"", "- activityTrigger SendCommand\n+ activityTrigger SendCommands")]
    [InlineData(
        "retry",
        """{"strategy":"fixedDelay","maxRetryCount":3}""",
        "- activityTrigger SendCommand\n+ activityTrigger SendCommand; retry maxRetryCount=3 strategy=fixedDelay")]
    public void A_change_of_an_activity_is_said(string key, string value, string said)
        => Assert.Equal(said, ChangeOf("SendCommand", function => function[key] = JsonNode.Parse(value)));

    [Theory]
    [InlineData("StartSweeps", "schedule", "\"0 8 * * * *\"", "schedule=0 8 * * * *")]
    [InlineData("Web", "authLevel", "\"Function\"", "authLevel=Function")]
    [InlineData("DecideOverHttp", "methods", """["get","post"]""", "methods=get,post")]
    [InlineData("DecideOverHttp", "route", "\"api/decisions\"", "route=api/decisions")]
    public void A_change_of_a_trigger_is_said(string function, string key, string value, string said)
        => Assert.Contains($" {said}", ChangeOf(function, one => TriggerOf(one)[key] = JsonNode.Parse(value)), StringComparison.Ordinal);

    [Fact]
    public void A_function_that_is_gone_is_said()
    {
        JsonArray functions = FunctionsMetadata.Read();
        Assert.True(functions.Remove(functions.Single(static one => one!["name"]!.GetValue<string>() is "Wave")));
        string difference = DifferenceTo(functions);
        Assert.Contains("- orchestrationTrigger Wave\n", $"{difference}\n", StringComparison.Ordinal);
        Assert.Contains("- orchestrationTrigger: 8\n", difference, StringComparison.Ordinal);
        Assert.Contains("+ orchestrationTrigger: 7", difference, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_a_method_moves_to_is_not()
        => Assert.Equal("", ChangeOf("SendCommand", static function => function["entryPoint"] = "TenantTokens.Functions.Else.SendAsync"));

    private static string ChangeOf(string function, Action<JsonObject> change)
    {
        JsonArray functions = FunctionsMetadata.Read();
        change(functions.Single(one => one!["name"]!.GetValue<string>() == function)!.AsObject());
        return DifferenceTo(functions);
    }

    private static string DifferenceTo(JsonArray functions)
        => FunctionsMetadata.Difference(FunctionsMetadata.Render(FunctionsMetadata.Read()), FunctionsMetadata.Render(functions));

    private static JsonNode TriggerOf(JsonObject function)
        => function["bindings"]!.AsArray()
            .Single(static one => one!["type"]!.GetValue<string>().EndsWith("Trigger", StringComparison.Ordinal))!;
}
