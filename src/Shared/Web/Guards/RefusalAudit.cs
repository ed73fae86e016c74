using TenantTokens.Ledger;

namespace TenantTokens.Web.Guards;

/// <summary>
/// Writes what was refused to the audit trail of its rotation, or to one for all else. Bounded, so that nobody can fill the ledger: of each address and
/// kind a few an hour, and a number an hour altogether; the rest is counted, and the count is written when the hour is over.
/// </summary>
public sealed class RefusalAudit(AuditTrail audit, RotationLedger rotations, TimeProvider time)
{
    /// <summary>The trail of what belongs to no rotation.</summary>
    public const string Elsewhere = "web";

    /// <summary>The code of every entry.</summary>
    public const string Code = "web-refused";

    /// <summary>How many entries of one address and kind are written an hour.</summary>
    public const int MostOfOne = 5;

    /// <summary>How many entries are written an hour.</summary>
    public const int Most = 300;

    private static readonly TimeSpan _window = TimeSpan.FromHours(1);
    private readonly Lock _lock = new();
    private readonly Dictionary<(string? Address, string Kind), int> _written = [];
    private DateTimeOffset _since;
    private int _entries;
    private int _unwritten;

    /// <summary>Writes an entry, unless there are too many.</summary>
    /// <param name="rotationId">The rotation that the request names; need not exist.</param>
    /// <param name="kind">The kind of refusal.</param>
    /// <param name="entry">What to write.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task AddAsync(string? rotationId, string kind, AuditEvent entry, CancellationToken cancellationToken)
    {
        (bool mayWrite, int unwritten) = Take(entry.Address, kind);
        if (unwritten > 0)
        {
            await audit.AddAsync(Elsewhere, Code, AuditEvent.Product, $"{unwritten} more were refused in the hour before and not written one by one.", cancellationToken);
        }

        if (mayWrite)
        {
            bool exists = rotationId is not null && await rotations.FindAsync(rotationId, cancellationToken) is not null;
            await audit.AddAsync(exists ? rotationId! : Elsewhere, entry, cancellationToken);
        }
    }

    private (bool MayWrite, int Unwritten) Take(string? address, string kind)
    {
        lock (_lock)
        {
            int unwritten = 0;
            DateTimeOffset now = time.GetUtcNow();
            if (now - _since >= _window)
            {
                (unwritten, _unwritten, _entries, _since) = (_unwritten, 0, 0, now);
                _written.Clear();
            }

            if (_entries >= Most || _written.GetValueOrDefault((address, kind)) >= MostOfOne)
            {
                _unwritten++;
                return (false, unwritten);
            }

            _entries++;
            _written[(address, kind)] = _written.GetValueOrDefault((address, kind)) + 1;
            return (true, unwritten);
        }
    }
}
