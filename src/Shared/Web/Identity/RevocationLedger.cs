using System.Text;
using TenantTokens.Approvals;
using TenantTokens.Configuration.Values;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Web.Identity;

/// <summary>
/// Revokes at once everything that a person was given: our sessions, tokens of the Entra tenant, links in messages. What they get
/// afterwards is valid again; to keep a person out, block them in Entra or remove them from the configuration.
/// </summary>
public sealed class RevocationLedger(ILedgerStore store, SessionLedger sessions, AuditTrail audit, TimeProvider time)
{
    /// <summary>The code of its entries in the audit trail.</summary>
    public const string AuditCode = "sessions-revoked";

    /// <summary>How long a revocation is kept: longer than any link or token is valid.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(32);

    private const string Key = "revoked";

    /// <summary>
    /// Returns the time before which everything that this person was given is invalid; null when nothing was revoked. Reads one row.
    /// </summary>
    /// <param name="person">The person, with all their names and ids.</param>
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

    /// <summary>Revokes what a person was given until now, and records in the audit trail who did it.</summary>
    /// <param name="person">
    /// Their name or object id, the name of a role (<c>api-key:operator</c>), or the name of the user who owns the key file.
    /// </param>
    /// <param name="reason">The reason; null when none is given.</param>
    /// <param name="origin">Who revokes, and from where.</param>
    /// <param name="cancellationToken">Cancels between writes.</param>
    public async Task<OperatorAnswer> RevokeAsync(string? person, string? reason, AuditEvent origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(origin);
        if (person is null || !PersonName.IsValid(person))
        {
            return new(false, $"Name a person: give an object id, or a {PersonName.Allowed}.");
        }

        string name = PersonName.Normalize(person);

        // Tokens have their times in whole seconds. A token of the present second may have been issued before now, so it is revoked too.
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
