using System.Collections.Concurrent;
using System.Globalization;
using TenantTokens.Ledger;
using TenantTokens.Rotations;

namespace TenantTokens.Web.Guards;

/// <summary>
/// Writes what was refused to the audit trail of its rotation, or to one for all else. Bounded, so that nobody can fill the ledger: of each
/// kind and address a few an hour, and a number an hour of each kind altogether, so that many refusals of one kind hide none of another.
/// The line that reaches a bound says so; the rest is counted, and the number is written with the first line of that kind after its hour.
/// </summary>
public sealed class RefusalAudit(AuditTrail audit, RotationLedger rotations, TimeProvider time)
{
    /// <summary>The trail of what belongs to no rotation.</summary>
    public const string Elsewhere = AuditTrail.Elsewhere;

    /// <summary>The code of every entry about something that was refused.</summary>
    public const string Code = "web-refused";

    /// <summary>The code of an entry about something of ours that failed.</summary>
    public const string FailureCode = "web-failed";

    /// <summary>How many entries of one kind and address are written an hour.</summary>
    public const int MaxOfOne = 5;

    /// <summary>How many entries of one kind are written an hour.</summary>
    public const int MaxOfKind = 60;

    private const int MaxAddresses = 4096;
    private const int MaxKinds = 100; // more than there are: kinds are the codes of our own refusals

    private static readonly TimeSpan _window = TimeSpan.FromHours(1);
    private readonly WindowedCounts<(string Block, string Kind)> _ofOne = new(_window, MaxAddresses, time);
    private readonly WindowedCounts<string> _ofKind = new(_window, MaxKinds, time);
    private readonly ConcurrentDictionary<string, int> _leftOut = new(StringComparer.Ordinal);

    /// <summary>Writes an entry, unless there are too many.</summary>
    /// <param name="rotationId">The rotation that the request names; need not exist.</param>
    /// <param name="kind">The kind of refusal.</param>
    /// <param name="entry">What to write.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task AddAsync(string? rotationId, string kind, AuditEvent entry, CancellationToken cancellationToken)
    {
        (int ofOne, DateTimeOffset oneUntil) = _ofOne.Add((NetworkBlock.From(entry.Address), kind));
        (int ofKind, DateTimeOffset kindUntil) = ofOne > MaxOfOne ? default : _ofKind.Add(kind);
        if (ofOne > MaxOfOne || ofKind > MaxOfKind)
        {
            _leftOut.AddOrUpdate(kind, 1, static (_, before) => before + 1);
            return;
        }

        if (ofKind is 1 && _leftOut.TryRemove(kind, out int leftOut))
        {
            await audit.AddAsync(
                Elsewhere,
                Code,
                AuditEvent.Product,
                $"{kind}: {leftOut} more were refused before and not written one by one.",
                cancellationToken);
        }

        string bound = ofKind is MaxOfKind ? Bound("anywhere", kindUntil) : ofOne is MaxOfOne ? Bound("this address", oneUntil) : "";
        bool exists = rotationId is not null && await rotations.FindAsync(rotationId, cancellationToken) is not null;
        await audit.AddAsync(exists ? rotationId! : Elsewhere, entry with { Detail = entry.Detail + bound }, cancellationToken);
    }

    private static string Bound(string from, DateTimeOffset until)
        => string.Create(CultureInfo.InvariantCulture, $" Further ones from {from} are only counted until {until.UtcDateTime:HH:mm} UTC.");
}
