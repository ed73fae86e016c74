using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TenantTokens.Durable;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Ledger;

/// <summary>
/// The record of everything that was done (docs/invariants.md#i12), oldest first. Rows are only ever added; only the row of a vote that is
/// cast again and again is counted up. Each row is also logged, and the alerts and the workbook of infra/ read the log.
/// </summary>
public sealed partial class AuditTrail(
    ILedgerStore store,
    TimeProvider time,
    ISecretScrubber? scrubber = null,
    ILogger<AuditTrail>? logger = null)
{
    /// <summary>The trail for events that belong to no rotation.</summary>
    public const string Elsewhere = "web";

    private readonly ILogger _logger = logger ?? NullLogger<AuditTrail>.Instance;

    /// <summary>
    /// Adds an event of the product or a person at the current time. A repeated activity may add it twice; each row is true.
    /// </summary>
    public Task AddAsync(string rotationId, string code, string by, string detail, CancellationToken cancellationToken)
        => AddAsync(rotationId, new AuditEvent(default, code, by, detail), cancellationToken);

    /// <summary>Adds an event at the current time.</summary>
    public Task AddAsync(string rotationId, AuditEvent entry, CancellationToken cancellationToken)
        => AddAsync(rotationId, NewKey(), entry, cancellationToken);

    /// <summary>Creates a key for an entry that <see cref="CountAsync"/> counts up later.</summary>
    internal string NewKey()
    {
        DateTimeOffset now = time.GetUtcNow();
        return $"{now.UtcTicks:D19}|{Guid.CreateVersion7(now):N}";
    }

    /// <summary>Adds an event under a key that <see cref="NewKey"/> made.</summary>
    internal async Task AddAsync(string rotationId, string key, AuditEvent entry, CancellationToken cancellationToken)
    {
        entry = entry with { At = time.GetUtcNow(), Detail = Scrubbed(entry.Detail) };
        await store.UpsertAllAsync(LedgerPartitions.Audit(rotationId), [new LedgerWrite.Upsert(key, ToJson(entry))], cancellationToken);
        Log.Added(_logger, rotationId, entry.Code, entry.Detail, entry.By);
    }

    /// <summary>
    /// Counts up an existing entry instead of adding another, and records the latest time and detail in it. An entry that does not exist is
    /// added.
    /// </summary>
    internal async Task CountAsync(string rotationId, string key, AuditEvent entry, CancellationToken cancellationToken)
    {
        AuditEvent? counted = await store.ChangeAsync<AuditEvent>(
            LedgerPartitions.Audit(rotationId),
            key,
            current => current is null ? null : new(entry with
            {
                At = current.At,
                Detail = Scrubbed(entry.Detail),
                Times = current.Times + 1,
                LastAt = time.GetUtcNow(),
            }),
            cancellationToken);
        if (counted is null)
        {
            await AddAsync(rotationId, key, entry, cancellationToken);
        }
    }

    /// <summary>Reads the events of a rotation, oldest first.</summary>
    public IAsyncEnumerable<AuditEvent> ListAsync(string rotationId, CancellationToken cancellationToken)
        => store.ReadAllAsync<AuditEvent>(LedgerPartitions.Audit(rotationId), "", cancellationToken);

    // People write reasons, and may paste a token into one.
    private string Scrubbed(string detail) => scrubber?.Scrub(detail) ?? detail;

    private static partial class Log
    {
        // infra/queries/rotation-events.kql parses this text, because a Functions worker passes only the text to its host. The person comes
        // last, because a name may contain anything.
        [LoggerMessage(
            EventId = 1,
            Level = LogLevel.Information,
            Message = "Rotation {RotationId}: {AuditCode}. {AuditDetail} (by {AuditBy})")]
        public static partial void Added(ILogger logger, string rotationId, string auditCode, string auditDetail, string auditBy);
    }
}
