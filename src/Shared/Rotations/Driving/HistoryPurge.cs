using Microsoft.Extensions.Logging;
using TenantTokens.Durable;

namespace TenantTokens.Rotations.Driving;

/// <summary>Forgets the histories of orchestrations that ended long ago. What was done stands in the ledger, which is kept.</summary>
public sealed partial class HistoryPurge(TimeProvider time, ILogger<HistoryPurge> logger)
{
    /// <summary>How long an ended orchestration's history is kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    private static readonly OrchestrationRuntimeStatus[] _ended =
    [
        OrchestrationRuntimeStatus.Completed,
        OrchestrationRuntimeStatus.Failed,
        OrchestrationRuntimeStatus.Terminated,
    ];

    /// <summary>Purges once.</summary>
    public async Task RunAsync(IDurableClient client, CancellationToken cancellationToken)
    {
        DateTimeOffset before = time.GetUtcNow() - KeptFor;
        int purged = 0;
        await foreach (OrchestrationMetadata instance in client.GetAllInstancesAsync(
            new OrchestrationQuery(Statuses: _ended),
            cancellationToken))
        {
            if (instance.LastUpdatedAt < before && await client.PurgeInstanceAsync(instance.InstanceId, cancellationToken))
            {
                purged++;
            }
        }

        Log.Purged(logger, purged, before);
    }

    private static partial class Log
    {
        [LoggerMessage(621, LogLevel.Information, "Purged {Count} orchestrations that ended before {Before}")]
        public static partial void Purged(ILogger logger, int count, DateTimeOffset before);
    }
}
