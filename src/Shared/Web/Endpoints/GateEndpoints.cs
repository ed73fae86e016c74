using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using TenantTokens.Approvals;
using TenantTokens.Approvals.Links;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Plans;
using TenantTokens.Web.Deciding;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Markup;
using TenantTokens.Web.Pages;

namespace TenantTokens.Web.Endpoints;

/// <summary>The page of a gate. GET and HEAD only show it (docs/invariants.md#i10); POST votes.</summary>
internal sealed class GateEndpoints(
    RotationLedger rotations,
    TargetLedger targets,
    PlanLedger plans,
    GateLedger gates,
    LinkReader links,
    FormReader forms,
    IAntiforgery antiforgery,
    VoteCaster votes,
    TimeProvider time) : IWebEndpoints
{
    private const string Path = "/rotations/{rotation}/gates/{gate}";

    public IEnumerable<(string Method, string Path, Func<WebRequest, Task<IResult>> Answer)> Routes
        => [("GET", Path, ShowAsync), ("POST", Path, DecideAsync)];

    private async Task<IResult> ShowAsync(WebRequest request)
    {
        if (request.Context.Request.Query.ContainsKey("choice"))
        {
            // No page of ours links to such an address: it was made by hand, in the hope that opening it votes.
            return new RefusalResult(Refusals.OnlyLooked);
        }

        (Caller voter, string? token, Refusal? refusal) = await WhoAsync(request, request.Query(ApprovalLinks.Parameter));
        if (refusal is not null)
        {
            return new RefusalResult(refusal);
        }

        int page = int.TryParse(request.Query("page"), NumberStyles.None, CultureInfo.InvariantCulture, out int wanted) ? wanted : 1;
        return await PageAsync(request, voter, token, Html.Nothing, page);
    }

    private async Task<IResult> DecideAsync(WebRequest request)
    {
        (IFormCollection? form, Refusal? refusal) = await forms.ReadAsync(request.Context);
        if (form is null)
        {
            return new RefusalResult(refusal!);
        }

        (Caller voter, string? token, refusal) = await WhoAsync(request, One(form, "link"));
        if (refusal is null)
        {
            VoteRequest wish = new(
                request.Route("rotation"),
                request.Route("gate"),
                One(form, "choice"),
                One(form, "planHash"),
                One(form, "comment"));
            (VoteAnswer? answer, refusal) = await votes.CastAsync(voter, wish, onceKey: null, request.CancellationToken);
            if (answer is not null)
            {
                return await PageAsync(
                    request,
                    voter,
                    token,
                    Html.From($"""<div class="card note good" role="status"><p><strong>Recorded.</strong> {answer.Message}</p></div>"""),
                    page: 1);
            }
        }

        return new RefusalResult(refusal!);
    }

    private async Task<IResult> PageAsync(WebRequest request, Caller reader, string? token, Html notice, int page)
    {
        if (await rotations.FindAsync(request.Route("rotation"), request.CancellationToken) is not { } rotation)
        {
            return new RefusalResult(Refusals.NoRotation);
        }

        string gateId = request.Route("gate");
        if (await GateView.ReadAsync(rotation, gateId, targets, plans, gates, time, request.CancellationToken) is not { } view)
        {
            return new RefusalResult(Refusals.NoGate);
        }

        string? why = WhyNot(view, reader);
        string action = ApprovalLinks.PathOf(rotation.RotationId, view.Gate.GateId);
        bool isHead = HttpMethods.IsHead(request.Context.Request.Method);
        Ballot? ballot = why is not null || isHead
            ? null
            : new(reader.Name, action, antiforgery.GetAndStoreTokens(request.Context).RequestToken!, token);
        Html reason = why is null ? Html.Nothing : Html.From($"""<div class="card note"><p>{why}</p></div>""");
        return GatePage.Write(view, ballot, Html.From($"{notice}{reason}"), page, token);
    }

    /// <summary>Finds the voter: the recipient of the link or, without a link, the signed-in person.</summary>
    private async Task<(Caller Voter, string? Token, Refusal? Refusal)> WhoAsync(WebRequest request, string? token)
    {
        if (token is not null)
        {
            (Caller? recipient, Refusal? refusal) = await links.ReadAsync(
                request,
                LinkPurpose.Page,
                token,
                request.Route("rotation"),
                request.Route("gate"));
            return (recipient ?? request.Caller, token, refusal);
        }

        return (request.Caller, null, request.Without(WebRoles.Reader));
    }

    private static string? WhyNot(GateView view, Caller reader) => reader switch
    {
        _ when view.Gate.Outcome is not null => "This gate is closed. You can no longer decide it.",
        { IsPerson: false }
            => "You are signed in with a role, not as a person, so you cannot decide. Approvers use the link in their own message, or"
                + " 'tenant-token approve' on this machine.",
        _ when !reader.May(WebRoles.Approver) => "Your sign-in does not have the role Approver, so you cannot decide.",
        _ => GateTally.Eligibility(view.Gate, reader.Voter),
    };

    private static string? One(IFormCollection form, string name) => form[name] is [{ Length: > 0 } only] ? only : null;
}
