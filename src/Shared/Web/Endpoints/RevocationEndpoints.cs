using Microsoft.AspNetCore.Http;
using TenantTokens.Durable;
using TenantTokens.Rotations;
using TenantTokens.Web.Deciding;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;

namespace TenantTokens.Web.Endpoints;

/// <summary>Revokes everything that a person was given so far: sessions, tokens, links.</summary>
internal sealed class RevocationEndpoints(RevocationLedger revocations) : IWebEndpoints
{
    public IEnumerable<(string Method, string Path, Func<WebRequest, Task<IResult>> Answer)> Routes
        => [("POST", "/api/sessions/revocations", RevokeAsync)];

    private async Task<IResult> RevokeAsync(WebRequest request)
    {
        if (request.Without(WebRoles.Operator) is { } notAllowed)
        {
            return new RefusalResult(notAllowed);
        }

        (RevokeRequest? wish, Refusal? refusal) = await JsonBody.ReadAsync<RevokeRequest>(request.Context);
        if (wish is null)
        {
            return new RefusalResult(refusal!);
        }

        if (wish.Reason is { Length: > OperatorDesk.MaxReason })
        {
            return new RefusalResult(Refusals.Bad("too-long", $"A reason may have at most {OperatorDesk.MaxReason} characters."));
        }

        OperatorAnswer answer = await revocations.RevokeAsync(
            wish.Person,
            wish.Reason,
            request.Caller.Event(RevocationLedger.AuditCode, ""),
            request.CancellationToken);
        return answer.Accepted
            ? Results.Json(new { accepted = true, message = answer.Message }, DurableJson.Options)
            : new RefusalResult(Refusals.Bad("person", answer.Message));
    }
}
