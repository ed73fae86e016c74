using Microsoft.AspNetCore.Http;
using TenantTokens.Approvals;
using TenantTokens.Approvals.Links;
using TenantTokens.Configuration.Values;
using TenantTokens.Durable;
using TenantTokens.Web.Deciding;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;

namespace TenantTokens.Web.Endpoints;

/// <summary>
/// Receives the answers of approvers from a flow (a Logic App that asks in Teams or Outlook), and the decisions of people signed in at the
/// API. A flow is identified by its Entra identity, or by a signed address that works once and only for its recipient.
/// </summary>
internal sealed class DecisionEndpoints(LinkReader links, VoteCaster votes) : IWebEndpoints
{
    public IEnumerable<(string Method, string Path, Func<WebRequest, Task<IResult>> Answer)> Routes
        => [("POST", "/api/rotations/{rotation}/decisions", DecideAsync)];

    private async Task<IResult> DecideAsync(WebRequest request)
    {
        string? token = request.Query(ApprovalLinks.Parameter);
        if (token is null && !request.Caller.IsKnown)
        {
            return new RefusalResult(request.NotSignedIn);
        }

        (DecisionRequest? wish, Refusal? refusal) = await JsonBody.ReadAsync<DecisionRequest>(request.Context);
        if (wish is null)
        {
            return new RefusalResult(refusal!);
        }

        if (wish.Gate is not { Length: > 0 })
        {
            return new RefusalResult(Refusals.Bad("gate", "gate is missing. It is the id of the gate, for example finish-1."));
        }

        if (!LedgerId.IsValid(wish.Gate))
        {
            return new RefusalResult(Refusals.NoGate);
        }

        (Caller? voter, refusal) = await VoterAsync(request, wish, token);
        if (voter is null)
        {
            return new RefusalResult(refusal!);
        }

        (VoteAnswer? answer, refusal) = await votes.CastAsync(
            voter,
            new(request.Route("rotation"), wish.Gate, wish.Choice, wish.PlanHash, wish.Comment),
            token,
            request.CancellationToken);
        return answer is null
            ? new RefusalResult(refusal!)
            : Results.Json(new { accepted = true, outcome = answer.Outcome, message = answer.Message }, DurableJson.Options);
    }

    private async Task<(Caller? Voter, Refusal? Refusal)> VoterAsync(WebRequest request, DecisionRequest wish, string? token)
    {
        if (token is not null)
        {
            (Caller? recipient, Refusal? refusal) = await links.ReadAsync(
                request,
                LinkPurpose.Callback,
                token,
                request.Route("rotation"),
                wish.Gate!);
            return refusal is null ? Named(recipient!, wish.Responder) : (null, refusal);
        }

        if (request.Caller.KnownBy is not KnownBy.Callback)
        {
            return Named(request.Caller, wish.Responder);
        }

        return wish.Responder?.Name is { } name && PersonName.IsValid(name)
            ? (new Caller(PersonName.Normalize(name), KnownBy.Callback, WebRoles.Approver)
            {
                IsPerson = true,
                Subject = Id(wish.Responder.Id),
                Address = request.Address,
            }, null)
            : (null, Refusals.Bad("responder", $"responder.name is missing. It says whose answer this is: a {PersonName.Allowed}."));
    }

    private static (Caller? Voter, Refusal? Refusal) Named(Caller voter, DecisionRequest.Person? responder)
        => responder?.Name is null || voter.Voter.Is(responder.Name)
            ? (voter, null)
            : (null, new Refusal(
                403,
                "responder",
                "This answer is from another person",
                "responder.name must be the person whom the callback address was made for, or who is signed in."));

    private static string? Id(string? id) => Guid.TryParseExact(id, "D", out _) ? id : null;
}
