using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using TenantTokens.Approvals.Links;
using TenantTokens.Ledger;
using TenantTokens.Web.Identity;
using TenantTokens.Web.KeyRing;

namespace TenantTokens.Web.Guards;

/// <summary>
/// Reports outages of the vault and of the Entra tenant in the log and in the audit trail: one entry when the first request is answered
/// 503, and one when the service answers again, with the number of requests. Never one for each request.
/// </summary>
internal sealed partial class OutageLog(
    AuditTrail audit,
    LinkKeys links,
    IEnumerable<ReadyKeys> forms,
    IEnumerable<EntraTokens> tenants,
    TimeProvider time,
    ILogger<OutageLog> logger)
{
    /// <summary>The code of both entries in the audit trail.</summary>
    public const string Code = "web-outage";

    private static readonly TimeSpan _forgotten = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Outage> _open = new(StringComparer.Ordinal);

    /// <summary>Counts a request that was answered with an outage, and reports the first.</summary>
    public async Task AnsweredAsync(Refusal refusal)
    {
        Outage begun = new(time.GetUtcNow());
        Outage open = _open.GetOrAdd(refusal.Code, begun);
        if (begun.Since - open.LastAt > _forgotten && _open.TryUpdate(refusal.Code, begun, open))
        {
            open = begun; // the end of the earlier outage was not seen
        }

        open.Count(begun.Since);
        if (ReferenceEquals(open, begun))
        {
            string what = $"{refusal.Code}: {refusal.Title}. {refusal.Cause ?? refusal.Detail} Requests that need it are answered"
                + $" {refusal.Status} until it can be read.";
            Log.Begun(logger, what);
            await AddAsync(what);
        }
    }

    /// <summary>Reports the outages that have ended. Costs nothing while there is none.</summary>
    public async Task LookAsync()
    {
        foreach ((string code, Outage outage) in _open)
        {
            DateTimeOffset? answeredAt = code == Refusals.Unavailable.Code ? links.ReadAt
                : code == Refusals.NoTenant.Code ? tenants.Max(static one => one.ReadAt)
                : forms.Max(static one => one.ReadAt);
            if (answeredAt > outage.Since && _open.TryRemove(new(code, outage)))
            {
                string what = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{code}: over. It answered {(answeredAt.Value - outage.Since).TotalSeconds:0} s after the first of {outage.Requests}"
                        + $" requests that were answered 503.");
                Log.Over(logger, what);
                await AddAsync(what);
            }
        }
    }

    private async Task AddAsync(string what)
    {
        try
        {
            await audit.AddAsync(AuditTrail.Elsewhere, Code, AuditEvent.Product, what, CancellationToken.None);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Log.NotAudited(logger, exception.GetType().Name); // the log has the entry all the same
        }
    }

    private sealed class Outage(DateTimeOffset since)
    {
        private readonly Lock _lock = new();

        public DateTimeOffset Since => since;

        public DateTimeOffset LastAt { get; private set; } = DateTimeOffset.MaxValue;

        public int Requests { get; private set; }

        public void Count(DateTimeOffset at)
        {
            lock (_lock)
            {
                (Requests, LastAt) = (Requests + 1, at);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Outage}")]
        public static partial void Begun(ILogger logger, string outage);

        [LoggerMessage(2, LogLevel.Information, "{Outage}")]
        public static partial void Over(ILogger logger, string outage);

        [LoggerMessage(3, LogLevel.Error, "That is not in the audit trail: {Exception}.")]
        public static partial void NotAudited(ILogger logger, string exception);
    }
}
