using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace TenantTokens.FunctionsTests.App;

/// <summary>
/// What we rely on in host.json: https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-bindings#hostjson-settings,
/// https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue#host-json
/// </summary>
internal static class HostRules
{
    /// <summary>
    /// The category under which the queue trigger says, as a warning, that it moves a message to the poison queue: the class QueueProcessor
    /// of sdk/storage/Microsoft.Azure.WebJobs.Extensions.Storage.Common in https://github.com/Azure/azure-sdk-for-net
    /// </summary>
    private const string QueueCategory = "Microsoft.Azure.WebJobs.Host.Queues.QueueProcessor";

    private const string Queues = "extensions.queues.";
    private const string Sampling = "logging.applicationInsights.samplingSettings.";
    private const string Durable = "extensions.durableTask.";

    private static readonly (string Path, string Allowed, Func<JsonNode?, bool> Holds)[] _rules =
    [
        ("version", "2.0", static value => Is(value, "2.0")),
        ("functionTimeout", "15 minutes or more: an activity lives as long", static value => AtLeast(value, TimeSpan.FromMinutes(15))),
        ("extensions.http.routePrefix", "empty: links and routes are the local host's", static value => Is(value, "")),
        (
            "logging.logLevel",
            $"Warning or lower for {QueueCategory}: the alert on failed events of the vault reads its line",
            LetsPoisonThrough),
        (Sampling + "excludedTypes", "with Trace: a line that is sampled away raises no alert", static value => Lists(value, "Trace")),
        (
            Queues + "messageEncoding",
            "none: our parser reads both Base64 and JSON, the host's decoder would poison JSON without a call",
            static value => Is(
                value,
                "none")),
        (Queues + "maxDequeueCount", "5: what docs/deploy.md says about an event that fails", static value => Is(value, 5)),
        (Queues + "visibilityTimeout", "5 minutes or more: five attempts then outlast a vault that is down for 20", static value => AtLeast(
            value,
            TimeSpan.FromMinutes(5))),
        (Queues + "maxPollingInterval", "1 minute or more: what docs/deploy.md counts as its cost", static value => AtLeast(
            value,
            TimeSpan.FromMinutes(1))),
        (Queues + "batchSize", "16 to 32: the platform starts an instance per batch of waiting events", static value => Between(
            value,
            16,
            32)),
        (Durable + "hubName", "%TASKHUB_NAME%: two environments must not share one by accident", static value => Is(
            value,
            "%TASKHUB_NAME%")),
        (
            Durable + "defaultVersion",
            "a version, for CompareVersionTo",
            static value => value?.GetValueKind() is System.Text.Json.JsonValueKind.String
                && Version.TryParse(value.GetValue<string>(), out _)),
        (Durable + "versionMatchStrategy", "CurrentOrOlder: a new deployment goes on with what is in flight", static value => Is(
            value,
            "CurrentOrOlder")),
        (
            Durable + "versionFailureStrategy",
            "Reject: a worker of an older version leaves newer instances alone, and does not fail them",
            static value => Is(
                value,
                "Reject")),
        (Durable + "maxConcurrentActivityFunctions", "1 to 1000 targets in flight per worker", static value => Between(value, 1, 1000)),
        (Durable + "maxConcurrentOrchestratorFunctions", "1 to 100", static value => Between(value, 1, 100)),
        (Durable + "storageProvider.type", "azureStorage: the other one is a setting", static value => Is(value, "azureStorage")),
        (Durable + "storageProvider.connectionName", "AzureWebJobsStorage", static value => Is(value, "AzureWebJobsStorage")),
        (Durable + "storageProvider.partitionCount", "1 to 16", static value => Between(value, 1, 16)),
        (Durable + "storageProvider.maxQueuePollingInterval", "at most 10 seconds", static value => value is not null
            && !AtLeast(value, TimeSpan.FromSeconds(11))),
        (
            Durable + "storageProvider.controlQueueVisibilityTimeout",
            "1 to 2 minutes: what a host that crashed had read waits that long (the default is 5), less than 1 is refused at "
                + "start-up; while a turn runs, its messages are renewed every 30 seconds",
            static value => Lasts(value, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2))),
        (
            Durable + "storageProvider.workItemQueueVisibilityTimeout",
            "1 to 2 minutes: an activity that a crash cut off is run again after that; while it runs it is renewed every 30 "
                + "seconds, and with less than two renewals in it a slow worker runs it twice",
            static value => Lasts(value, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2))),
        (Durable + "tracing.distributedTracingEnabled", "true", static value => Is(value, true)),
        (Durable + "tracing.version", "V2", static value => Is(value, "V2")),
        (Durable + "tracing.traceInputsAndOutputs", "false: traces are read by more people than the ledger is", static value => Is(
            value,
            false)),
    ];

    /// <summary>What is wrong, one sentence each.</summary>
    public static IReadOnlyList<string> Violations(JsonNode host)
        => [
            .. _rules.Where(rule => !rule.Holds(At(host, rule.Path)))
                .Select(rule => $"{rule.Path} is {At(host, rule.Path)?.ToJsonString() ?? "missing"}; it must be {rule.Allowed}."),
        ];

    /// <summary>All paths that a rule is about.</summary>
    public static IEnumerable<string> Paths => _rules.Select(static rule => rule.Path);

    private static JsonNode? At(JsonNode host, string path)
        => path.Split('.').Aggregate((JsonNode?)host, static (node, name) => node is JsonObject section ? section[name] : null);

    private static bool Is<T>(JsonNode? value, T wanted)
        => value is JsonValue one && one.TryGetValue(out T? found) && Equals(found, wanted);

    private static bool Lists(JsonNode? value, string wanted)
        => value is JsonValue one && one.TryGetValue(out string? list) && list.Split(';').Contains(wanted);

    /// <summary>The longest category that the name begins with decides, else the default.</summary>
    private static bool LetsPoisonThrough(JsonNode? value)
        => value is JsonObject levels
            && levels.Where(
                static level => level.Key is "default" || QueueCategory.StartsWith(level.Key, StringComparison.OrdinalIgnoreCase))
                .OrderBy(static level => level.Key is "default" ? 0 : level.Key.Length).LastOrDefault() is { Value: JsonValue decides }
            && Enum.TryParse(decides.GetValue<string>(), out LogLevel least)
            && least <= LogLevel.Warning;

    private static bool Between(JsonNode? value, int least, int most)
        => value is JsonValue one && one.TryGetValue(out int number) && number >= least && number <= most;

    private static bool Lasts(JsonNode? value, TimeSpan least, TimeSpan most)
        => AtLeast(value, least) && !AtLeast(value, most + TimeSpan.FromTicks(1));

    private static bool AtLeast(JsonNode? value, TimeSpan least)
        => value is JsonValue one
            && one.TryGetValue(out string? text)
            && TimeSpan.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out TimeSpan time)
            && time >= least;
}
