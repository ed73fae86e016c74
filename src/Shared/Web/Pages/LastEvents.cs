using TenantTokens.Ledger;
using TenantTokens.Web.Guards;

namespace TenantTokens.Web.Pages;

/// <summary>
/// The latest entries of an audit trail. Refusals get few places, so that no caller can push the real events off the page.
/// </summary>
internal static class LastEvents
{
    /// <summary>The most entries about what was done.</summary>
    public const int MaxDone = 50;

    /// <summary>The most entries about refusals.</summary>
    public const int MaxRefused = 10;

    /// <summary>Reads the entries, oldest first.</summary>
    public static async Task<IReadOnlyList<AuditEvent>> ReadAsync(AuditTrail audit, string rotationId, CancellationToken cancellationToken)
    {
        Queue<AuditEvent> done = new();
        Queue<AuditEvent> refused = new();
        await foreach (AuditEvent entry in audit.ListAsync(rotationId, cancellationToken))
        {
            (Queue<AuditEvent> kept, int max) = entry.Code == RefusalAudit.Code ? (refused, MaxRefused) : (done, MaxDone);
            kept.Enqueue(entry);
            if (kept.Count > max)
            {
                kept.Dequeue();
            }
        }

        return [.. done.Concat(refused).OrderBy(static entry => entry.At)];
    }
}
