namespace TenantTokens.Ledger;

/// <summary>
/// One page of an audit trail. No entry is ever hidden: the newest are on the first page, the others on the pages after it.
/// </summary>
/// <param name="Entries">The newest first.</param>
/// <param name="Number">The page's number, from 1.</param>
/// <param name="Pages">How many pages there are, at least 1.</param>
/// <param name="Total">How many entries there are.</param>
public sealed record AuditPage(IReadOnlyList<AuditEvent> Entries, int Number, int Pages, int Total)
{
    /// <summary>How many entries a page has.</summary>
    public const int Size = 100;

    /// <summary>Reads a page. A number out of range gives the nearest page.</summary>
    public static async Task<AuditPage> ReadAsync(AuditTrail audit, string trail, int number, CancellationToken cancellationToken)
    {
        List<AuditEvent> all = await audit.ListAsync(trail, cancellationToken).ToListAsync(cancellationToken);

        int pages = Math.Max(1, (all.Count + Size - 1) / Size);
        int shown = Math.Clamp(number, 1, pages);
        return new([.. Enumerable.Reverse(all).Skip((shown - 1) * Size).Take(Size)], shown, pages, all.Count);
    }
}
