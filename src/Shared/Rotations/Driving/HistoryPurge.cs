using Microsoft.Extensions.Logging;
using TenantTokens.Durable;

namespace TenantTokens.Rotations.Driving;

/// <summary>Deletes the histories of orchestrations that ended long ago. The ledger, which is kept, says what was done.</summary>
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

    /// <summary>Deletes all histories that are old enough now.</summary>
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
