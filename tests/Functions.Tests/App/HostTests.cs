using System.Text.Json.Nodes;
using TenantTokens.Configuration.Options;
using TenantTokens.Tooling;

namespace TenantTokens.FunctionsTests.App;

public sealed class HostTests
{
    public static TheoryData<string> Paths => [.. HostRules.Paths];

    [Fact]
    public void The_host_file_keeps_every_rule_that_we_rely_on() => Assert.Empty(HostRules.Violations(Host()));

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_line_that_is_missing_is_said(string path)
    {
        JsonNode host = Host();
        string[] names = path.Split('.');
        JsonObject section = names[..^1].Aggregate(host.AsObject(), static (node, name) => node[name]!.AsObject());
        Assert.True(section.Remove(names[^1]));
        Assert.StartsWith($"{path} is missing", Assert.Single(HostRules.Violations(host)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("extensions.http.routePrefix", "\"api\"")]
    [InlineData("extensions.durableTask.tracing.traceInputsAndOutputs", "true")]
    [InlineData("extensions.durableTask.versionMatchStrategy", "\"Strict\"")]
    [InlineData("extensions.durableTask.versionFailureStrategy", "\"Fail\"")]
    [InlineData("extensions.durableTask.storageProvider.maxQueuePollingInterval", "\"00:00:30\"")]
    [InlineData("extensions.durableTask.storageProvider.controlQueueVisibilityTimeout", "\"00:05:00\"")]
    [InlineData("extensions.durableTask.storageProvider.controlQueueVisibilityTimeout", "\"00:00:20\"")]
    [InlineData("extensions.durableTask.storageProvider.workItemQueueVisibilityTimeout", "\"00:05:00\"")]
    [InlineData("extensions.durableTask.storageProvider.workItemQueueVisibilityTimeout", "\"00:00:20\"")]
    [InlineData("functionTimeout", "\"00:05:00\"")]
    [InlineData("extensions.queues.messageEncoding", "\"base64\"")]
    [InlineData("extensions.queues.maxDequeueCount", "1")]
    [InlineData("extensions.queues.visibilityTimeout", "\"00:00:00\"")]
    [InlineData("extensions.queues.batchSize", "1")]
    [InlineData("logging.applicationInsights.samplingSettings.excludedTypes", "\"Request;Exception\"")]
    [InlineData("logging.logLevel", "{\"default\":\"Error\"}")]
    [InlineData("logging.logLevel", "{\"default\":\"Information\",\"Microsoft.Azure.WebJobs\":\"Error\"}")]
    [InlineData("logging.logLevel", "{\"Microsoft\":\"Information\",\"Microsoft.Azure.WebJobs.Host.Queues\":\"None\"}")]
    [InlineData("logging.logLevel", "{\"Azure.Core\":\"Information\"}")]
    public void A_line_of_another_value_is_said(string path, string value)
    {
        JsonNode host = Host();
        string[] names = path.Split('.');
        names[..^1].Aggregate(host.AsObject(), static (node, name) => node[name]!.AsObject())[names[^1]] = JsonNode.Parse(value);
        Assert.Contains($"{path} is {value}", Assert.Single(HostRules.Violations(host)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"default\":\"Warning\"}")]
    [InlineData("{\"default\":\"Error\",\"Microsoft.Azure.WebJobs.Host\":\"Warning\"}")]
    [InlineData("{\"default\":\"Information\",\"Host.Triggers.DurableTask\":\"None\"}")]
    public void Levels_that_let_the_line_of_the_poison_queue_through_are_no_violation(string levels)
    {
        JsonNode host = Host();
        host["logging"]!["logLevel"] = JsonNode.Parse(levels);
        Assert.Empty(HostRules.Violations(host));
    }

    [Fact]
    public void One_worker_runs_as_many_targets_as_the_policy_lets_be_in_flight()
        => Assert.Equal(
            new PolicyOptions().MaxInFlight,
            Host()["extensions"]!["durableTask"]!["maxConcurrentActivityFunctions"]!.GetValue<int>());

    private static JsonNode Host() => JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "host.json")))!;
}
