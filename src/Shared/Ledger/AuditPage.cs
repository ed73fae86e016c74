namespace TenantTokens.Ledger;

/// <summary>
/// A part of an audit trail. Nothing is ever out of sight: whatever was added since stands on the first page, and the rest behind it.
/// </summary>
/// <param name="Entries">The newest first.</param>
/// <param name="Number">Which page, from 1.</param>
/// <param name="Pages">How many there are, at least 1.</param>
/// <param name="Total">How many entries there are.</param>
public sealed record AuditPage(IReadOnlyList<AuditEvent> Entries, int Number, int Pages, int Total)
{
    /// <summary>How many entries a page has.</summary>
    public const int Size = 100;

    /// <summary>Reads a page; one that is not there is the nearest.</summary>
    public static async Task<AuditPage> ReadAsync(AuditTrail audit, string trail, int number, CancellationToken cancellationToken)
    {
        List<AuditEvent> all = await audit.ListAsync(trail, cancellationToken).ToListAsync(cancellationToken);

        int pages = Math.Max(1, (all.Count + Size - 1) / Size);
        int shown = Math.Clamp(number, 1, pages);
        return new([.. Enumerable.Reverse(all).Skip((shown - 1) * Size).Take(Size)], shown, pages, all.Count);
    }
}
