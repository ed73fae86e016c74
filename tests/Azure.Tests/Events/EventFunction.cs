using Microsoft.Azure.WebJobs;
using TenantTokens.Durable;
using TenantTokens.Scheduling;

namespace TenantTokens.AzureTests.Events;

/// <summary>What src/Functions does with a message of the queue.</summary>
public sealed class EventFunction(ExpiryInbox inbox, IDurableClient client)
{
    /// <summary>The queue's name in src/Functions and in infra/.</summary>
    public const string Queue = "secret-events";

    public Task RunAsync([QueueTrigger(Queue, Connection = "SecretEvents")] string message, CancellationToken stop)
        => inbox.TakeAsync(message, client, stop);
}
