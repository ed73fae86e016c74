using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TenantTokens.Durable;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Ledger;

/// <summary>Everything that was done (I12), oldest first. Rows are only ever added. Each row is logged as well: alerts and the workbook of infra/ read that.</summary>
public sealed partial class AuditTrail(ILedgerStore store, TimeProvider time, ISecretScrubber? scrubber = null, ILogger<AuditTrail>? logger = null)
{
    private readonly ILogger _logger = logger ?? NullLogger<AuditTrail>.Instance;

    /// <summary>Adds an event. Repeating an activity may add it twice; each row is true.</summary>
    public Task AddAsync(string rotationId, string code, string by, string detail, CancellationToken cancellationToken)
        => AddAsync(rotationId, new AuditEvent(default, code, by, detail), cancellationToken);

    /// <summary>Adds an event, at the time it is now.</summary>
    public async Task AddAsync(string rotationId, AuditEvent entry, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        entry = entry with { At = now, Detail = scrubber?.Scrub(entry.Detail) ?? entry.Detail }; // people write reasons, and paste into them
        string key = $"{now.UtcTicks:D19}|{Guid.CreateVersion7(now):N}";
        await store.UpsertAllAsync(LedgerPartitions.Audit(rotationId), [new LedgerWrite.Upsert(key, ToJson(entry))], cancellationToken);
        Log.Added(_logger, rotationId, entry.Code, entry.Detail, entry.By);
    }

    /// <summary>The events of a rotation, oldest first.</summary>
    public IAsyncEnumerable<AuditEvent> ListAsync(string rotationId, CancellationToken cancellationToken)
        => store.ReadAllAsync<AuditEvent>(LedgerPartitions.Audit(rotationId), "", cancellationToken);

    private static partial class Log
    {
        // infra/queries/rotation-events.kql reads this text: a Functions worker hands its host the text alone. Who did it comes last, for a name may hold anything.
        [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Rotation {RotationId}: {AuditCode}. {AuditDetail} (by {AuditBy})")]
        public static partial void Added(ILogger logger, string rotationId, string auditCode, string auditDetail, string auditBy);
    }
}
