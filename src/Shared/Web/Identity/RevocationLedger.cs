using System.Text;
using TenantTokens.Approvals;
using TenantTokens.Configuration.Values;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Web.Identity;

/// <summary>
/// Ends at once whatever a person got before: sessions of ours, tokens of the Entra tenant, links in messages. What they get afterwards
/// counts again: whoever must not get anything any more is blocked in Entra, or taken out of the configuration.
/// </summary>
public sealed class RevocationLedger(ILedgerStore store, SessionLedger sessions, AuditTrail audit, TimeProvider time)
{
    /// <summary>What the audit trail says of it.</summary>
    public const string AuditCode = "sessions-revoked";

    /// <summary>How long a revocation is kept: longer than the longest link lives, and any token.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(32);

    private const string Key = "revoked";

    /// <summary>From when on what this person got before counts no more; null when they were never revoked. Reads one row.</summary>
    /// <param name="person">The person, with the names and ids under which they are known.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<DateTimeOffset?> BeforeAsync(Voter person, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (await store.ReadAsync<Revocations>(LedgerPartitions.Sessions, Key, cancellationToken) is not { Value.Before: var all })
        {
            return null;
        }

        DateTimeOffset[] found = [.. all.Where(one => person.Is(one.Key)).Select(static one => one.Value)];
        return found is [] ? null : found.Max();
    }

    /// <summary>
    /// Revokes what a person got until now, with an entry of the audit trail that says who did it and how they are known.
    /// </summary>
    /// <param name="person">
    /// Their name or object id; the name of a role (<c>api-key:operator</c>), or of the user who holds the keys.
    /// </param>
    /// <param name="reason">Why; may be null.</param>
    /// <param name="origin">Who revokes.</param>
    /// <param name="cancellationToken">Cancels between writes.</param>
    public async Task<OperatorAnswer> RevokeAsync(string? person, string? reason, AuditEvent origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(origin);
        if (person is null || !PersonName.IsValid(person))
        {
            return new(false, $"Name a person: give an object id, or a {PersonName.Allowed}.");
        }

        string name = PersonName.Normalize(person);

        // Tokens say their time in whole seconds: one of this second may have been issued before, and counts no more either.
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset before = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() + 1);
        if (!await WriteAsync(name, before, now, cancellationToken))
        {
            return new(
                false,
                $"The list of revocations is full; each entry expires after {KeptFor.TotalDays:0} days. Block this person in Entra"
                    + $" instead.");
        }

        int ended = await sessions.EndAllAsync(name, cancellationToken);
        string why = string.IsNullOrWhiteSpace(reason) ? "" : $" Why: {reason.Trim()}";
        string what = $"Sessions ({ended} ended), tokens and links that {name} got before {before.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"
            + " are no longer valid.";
        await audit.AddAsync(AuditTrail.Elsewhere, origin with { Code = AuditCode, Detail = what + why }, cancellationToken);
        return new(true, what);
    }

    private async Task<bool> WriteAsync(string name, DateTimeOffset before, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Revocations? written = await store.ChangeAsync<Revocations>(
            LedgerPartitions.Sessions,
            Key,
            current =>
            {
                IEnumerable<KeyValuePair<string, DateTimeOffset>> kept = current?.Before.Where(one => one.Value > now - KeptFor) ?? [];
                Dictionary<string, DateTimeOffset> all = new(kept, StringComparer.OrdinalIgnoreCase) { [name] = before };
                Revocations changed = new(all);
                return Encoding.UTF8.GetByteCount(ToJson(changed)) < LedgerCommitRules.MaxJsonBytes ? new(changed) : null;
            },
            cancellationToken);
        return written is not null && written.Before.TryGetValue(name, out DateTimeOffset revoked) && revoked == before;
    }
}
