using TenantTokens.Approvals;
using TenantTokens.Approvals.Links;
using TenantTokens.Tokens;
using TenantTokens.Web.Identity;

namespace TenantTokens.Web.Guards;

/// <summary>Finds the person that a link was made for, and checks that it is for exactly the gate of the request.</summary>
internal sealed class LinkReader(ApprovalLinks links, RevocationLedger revocations, WebHostOptions host)
{
    /// <summary>Returns the recipient, or why the link is refused.</summary>
    /// <param name="request">The request.</param>
    /// <param name="purpose">What the link must be for.</param>
    /// <param name="token">The token in the link.</param>
    /// <param name="rotationId">The id of the request's rotation.</param>
    /// <param name="gateId">The id of the request's gate.</param>
    public async Task<(Caller? Recipient, Refusal? Refusal)> ReadAsync(
        WebRequest request, LinkPurpose purpose, string token, string rotationId, string gateId)
    {
        LinkVerdict verdict;
        try
        {
            verdict = await links.ReadAsync(purpose, token, request.CancellationToken);
        }
        catch (Exception exception) when (exception is TokenVaultException or KeysUnavailableException)
        {
            return (null, Refusals.Unavailable with { Cause = exception.Message });
        }

        if (verdict.Claims is { } bound && (bound.RotationId != rotationId || bound.GateId != gateId))
        {
            return (null, Refusals.LinkToAnother);
        }

        if (!verdict.IsValid)
        {
            return (null, Refusals.From(verdict));
        }

        LinkClaims claims = verdict.Claims!;
        if (purpose is LinkPurpose.Page && host.LinksNeedSignIn)
        {
            return SignedIn(request, claims);
        }

        if (await revocations.BeforeAsync(Voter.Named(claims.Recipient), request.CancellationToken) is { } before
            && links.IssuedAt(claims) < before)
        {
            return (null, Refusals.LinkRevoked);
        }

        KnownBy how = purpose is LinkPurpose.Page ? KnownBy.Link : KnownBy.Callback;
        return (new Caller(claims.Recipient, how, WebRoles.Approver) { IsPerson = true, Address = request.Address }, null);
    }

    // Where people sign in, a forwarded message must not vote for its original recipient.
    private static (Caller? Recipient, Refusal? Refusal) SignedIn(WebRequest request, LinkClaims claims)
    {
        if (!request.Caller.IsPerson)
        {
            return (null, request.NotSignedIn);
        }

        return request.Caller.Voter.Is(claims.Recipient)
            ? (request.Caller, null)
            : (null, Refusals.LinkOfAnother(request.Caller.Name));
    }
}
