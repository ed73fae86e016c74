using System.Text.Json.Nodes;
using Azure.Data.Tables;
using DurableTask.AzureStorage;

namespace TenantTokens.FunctionsDurableHost;

/// <summary>A task hub on the Azure Storage backend, with the settings of our host.json.</summary>
/// <param name="ConnectionString">Blobs, queues and tables of an Azurite on this machine.</param>
/// <param name="Name">The hub's name: letters and digits.</param>
/// <param name="HiddenFor">
/// How long a message that a worker took is hidden from others, unless the worker renews it; null for what host.json says.
/// </param>
public sealed record StorageHub(string ConnectionString, string Name, TimeSpan? HiddenFor = null)
{
    private const string HostFile = "host.json";

    /// <summary>Opens it for a worker or a client.</summary>
    /// <param name="workerId">Two workers of one hub have different ones.</param>
    /// <param name="tables">Options of the tables' client, for a worker that is to crash; null for the usual ones.</param>
    public async Task<AzureStorageOrchestrationService> OpenAsync(string workerId, TableClientOptions? tables = null)
    {
        AzureStorageOrchestrationService service = new(Settings(workerId, tables ?? new TableClientOptions()));
        await service.CreateIfNotExistsAsync();
        return service;
    }

    private AzureStorageOrchestrationServiceSettings Settings(string workerId, TableClientOptions tables)
    {
        JsonNode host = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, HostFile)))!["extensions"]!["durableTask"]!;
        JsonNode storage = host["storageProvider"]!;
        return new()
        {
            TaskHubName = Name,
            WorkerId = workerId,
            StorageAccountClientProvider = new(
                StorageServiceClientProvider.ForBlob(ConnectionString),
                StorageServiceClientProvider.ForQueue(ConnectionString),
                StorageServiceClientProvider.ForTable(ConnectionString, tables)),
            ControlQueueVisibilityTimeout = HiddenFor ?? Time(storage, "controlQueueVisibilityTimeout"),
            WorkItemQueueVisibilityTimeout = HiddenFor ?? Time(storage, "workItemQueueVisibilityTimeout"),
            MaxConcurrentTaskActivityWorkItems = host["maxConcurrentActivityFunctions"]!.GetValue<int>(),
            MaxConcurrentTaskOrchestrationWorkItems = host["maxConcurrentOrchestratorFunctions"]!.GetValue<int>(),
            UseTablePartitionManagement = storage["useTablePartitionManagement"]!.GetValue<bool>(),
            ThrowExceptionOnInvalidDedupeStatus = true, // as the durable extension has it

            // Only how soon a worker looks, and how many queues it looks into, is not production's: a test has no minutes.
            PartitionCount = 1,
            MaxQueuePollingInterval = TimeSpan.FromMilliseconds(250),
            LeaseAcquireInterval = TimeSpan.FromSeconds(2),
            LeaseRenewInterval = TimeSpan.FromSeconds(2),
            LeaseInterval = TimeSpan.FromSeconds(15),
        };
    }

    private static TimeSpan Time(JsonNode storage, string name)
        => storage[name] is { } value ? TimeSpan.Parse(value.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture)
            : throw new InvalidDataException(
                $"host.json has no extensions.durableTask.storageProvider.{name}; without it a crash stalls a rotation for five minutes.");
}
