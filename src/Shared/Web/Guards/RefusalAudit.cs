using System.Collections.Concurrent;
using System.Globalization;
using TenantTokens.Ledger;
using TenantTokens.Rotations;

namespace TenantTokens.Web.Guards;

/// <summary>
/// Records refusals in the audit trail of their rotation, or in the one for everything else. The number is limited, so that no caller can
/// fill the ledger: some per hour for each kind and address, and some per hour for each kind, so that many refusals of one kind hide none
/// of another. The entry that reaches a limit says so. The others are counted, and the number is written with the first entry of that kind
/// after the hour.
/// </summary>
public sealed class RefusalAudit(AuditTrail audit, RotationLedger rotations, TimeProvider time)
{
    /// <summary>The trail for events that belong to no rotation.</summary>
    public const string Elsewhere = AuditTrail.Elsewhere;

    /// <summary>The code of every entry about a refusal.</summary>
    public const string Code = "web-refused";

    /// <summary>The code of an entry about a failure on our side.</summary>
    public const string FailureCode = "web-failed";

    /// <summary>The most entries per hour of one kind and address.</summary>
    public const int MaxOfOne = 5;

    /// <summary>The most entries per hour of one kind.</summary>
    public const int MaxOfKind = 60;

    private const int MaxAddresses = 4096;
    private const int MaxKinds = 100; // more than there are: the kinds are the codes of our refusals

    private static readonly TimeSpan _window = TimeSpan.FromHours(1);
    private readonly WindowedCounts<(string Block, string Kind)> _ofOne = new(_window, MaxAddresses, time);
    private readonly WindowedCounts<string> _ofKind = new(_window, MaxKinds, time);
    private readonly ConcurrentDictionary<string, int> _leftOut = new(StringComparer.Ordinal);

    /// <summary>Writes an entry, unless its kind or address has reached the limit.</summary>
    /// <param name="rotationId">The rotation id in the request, which may not exist; null when there is none.</param>
    /// <param name="kind">The kind of refusal: its code.</param>
    /// <param name="entry">The entry.</param>
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
