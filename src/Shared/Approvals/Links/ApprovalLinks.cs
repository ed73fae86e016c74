using TenantTokens.Configuration.Options;

namespace TenantTokens.Approvals.Links;

/// <summary>
/// Creates and checks the addresses of gates. A link is signed for one recipient, one gate, one plan and a time; opening it shows the page
/// and decides nothing. Everyone may open the page without a token, and signs in there to decide.
/// </summary>
/// <param name="keys">The keys that sign.</param>
/// <param name="gates">Reads the present gates.</param>
/// <param name="options">The public address and the lifetime.</param>
/// <param name="time">The clock for expiry.</param>
public sealed class ApprovalLinks(LinkKeys keys, GateLedger gates, WebOptions options, TimeProvider time) : IApprovalPages
{
    /// <summary>The query parameter that carries a token.</summary>
    public const string Parameter = "link";

    /// <summary>Returns the address of a gate's page, without a token; null when no public address is configured.</summary>
    public Uri? PageOf(string rotationId, string gateId)
        => options.PublicAddress is { } address ? new Uri(address, PathOf(rotationId, gateId)) : null;

    /// <summary>Returns the path of a gate's page.</summary>
    public static string PathOf(string rotationId, string gateId)
        => $"/rotations/{Uri.EscapeDataString(rotationId)}/gates/{Uri.EscapeDataString(gateId)}";

    /// <inheritdoc />
    public async Task<Uri?> LinkForAsync(string rotationId, GateRecord gate, string recipient, CancellationToken cancellationToken)
        => options.PublicAddress is null ? null : await CreateAsync(rotationId, gate, recipient, cancellationToken);

    /// <summary>Creates an approver's link to a gate's page.</summary>
    /// <exception cref="InvalidOperationException">No public address is configured.</exception>
    public async Task<Uri> CreateAsync(string rotationId, GateRecord gate, string recipient, CancellationToken cancellationToken)
        => new(
            PageOf(rotationId, gate.GateId) ?? throw NoAddress(),
            $"?{Parameter}={await SignAsync(LinkPurpose.Page, rotationId, gate, recipient, cancellationToken)}");

    /// <summary>Creates the address at which a flow returns the answer of one approver, once.</summary>
    /// <exception cref="InvalidOperationException">No public address is configured.</exception>
    public async Task<Uri> CreateCallbackAsync(string rotationId, GateRecord gate, string recipient, CancellationToken cancellationToken)
        => new(
            options.PublicAddress ?? throw NoAddress(),
            $"/api/rotations/{Uri.EscapeDataString(rotationId)}/decisions?{Parameter}="
                + $"{await SignAsync(LinkPurpose.Callback, rotationId, gate, recipient, cancellationToken)}");

    /// <summary>Checks the token of a page's link.</summary>
    public Task<LinkVerdict> ReadAsync(string token, CancellationToken cancellationToken)
        => ReadAsync(LinkPurpose.Page, token, cancellationToken);

    /// <summary>Checks a token.</summary>
    public async Task<LinkVerdict> ReadAsync(LinkPurpose purpose, string token, CancellationToken cancellationToken)
    {
        if (LinkToken.KeyIdOf(token) is not { } keyId)
        {
            return new(LinkStatus.Forged);
        }

        if (await keys.FindAsync(keyId, cancellationToken) is not { } key)
        {
            return new(LinkStatus.KeyRetired);
        }

        return LinkToken.Read(token, key) is { } claims && claims.Purpose == purpose
            ? await JudgeAsync(claims, cancellationToken)
            : new(LinkStatus.Forged);
    }

    /// <summary>Returns when a link was made; for one of an older version, the latest time at which it can have been made.</summary>
    public DateTimeOffset IssuedAt(LinkClaims claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        return DateTimeOffset.FromUnixTimeSeconds(claims.IssuedAt ?? claims.ExpiresAt) - (claims.IssuedAt is null
            ? options.LinkLifetime
            : TimeSpan.Zero);
    }

    private static InvalidOperationException NoAddress() => new("No link can be made: web.publicAddress is not configured.");

    private async Task<string> SignAsync(
        LinkPurpose purpose,
        string rotationId,
        GateRecord gate,
        string recipient,
        CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        LinkClaims claims = new(
            purpose,
            rotationId,
            gate.GateId,
            gate.PlanHash,
            recipient,
            (now + options.LinkLifetime).ToUnixTimeSeconds(),
            now.ToUnixTimeSeconds());
        return LinkToken.Write(claims, await keys.NewestAsync(cancellationToken));
    }

    private async Task<LinkVerdict> JudgeAsync(LinkClaims claims, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow().ToUnixTimeSeconds() >= claims.ExpiresAt)
        {
            return new(LinkStatus.Expired, claims);
        }

        if (await gates.FindAsync(claims.RotationId, claims.GateId, cancellationToken) is not { } gate)
        {
            return new(LinkStatus.NoSuchGate, claims);
        }

        LinkStatus status = gate switch
        {
            _ when !string.Equals(gate.PlanHash, claims.PlanHash, StringComparison.Ordinal) => LinkStatus.OldPlan,
            { Outcome: GateOutcome.Superseded } => LinkStatus.Superseded,
            { Outcome: not null } => LinkStatus.Decided,
            _ when GateTally.Eligibility(gate, claims.Recipient) is not null => LinkStatus.NotAnApprover,
            _ => LinkStatus.Valid,
        };
        return new(status, claims, gate);
    }
}
