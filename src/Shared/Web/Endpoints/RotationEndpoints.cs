using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Reading;
using TenantTokens.Web.Deciding;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Markup;
using TenantTokens.Web.Pages;

namespace TenantTokens.Web.Endpoints;

/// <summary>The list of rotations, and the page of each rotation with its commands.</summary>
internal sealed class RotationEndpoints(
    RotationOptions options,
    RotationLedger rotations,
    RotationReader reader,
    GateLedger gates,
    AuditTrail audit,
    OperatorDesk commands,
    FormReader forms,
    IAntiforgery antiforgery,
    TimeProvider time) : IWebEndpoints
{
    private const int MaxOfEnvironment = 20;

    public IEnumerable<(string Method, string Path, Func<WebRequest, Task<IResult>> Answer)> Routes =>
        [
            ("GET", "/", ListAsync),
            ("GET", "/rotations", ListAsync),
            ("GET", "/rotations/{rotation}", ShowAsync),
            ("POST", "/rotations/{rotation}/commands", CommandAsync),
        ];

    private async Task<IResult> ListAsync(WebRequest request)
    {
        if (request.Without(WebRoles.Reader) is { } refusal)
        {
            return new RefusalResult(refusal);
        }

        List<(string EnvironmentId, IReadOnlyList<RotationRecord> Rotations)> environments = [];
        foreach (EnvironmentOptions environment in options.Environments)
        {
            environments.Add((
                environment.Id,
                await rotations.ListLatestAsync(environment.Id, MaxOfEnvironment, request.CancellationToken)));
        }

        return RotationsPage.Write(environments);
    }

    private Task<IResult> ShowAsync(WebRequest request)
        => request.Without(WebRoles.Reader) is { } refusal
            ? Task.FromResult<IResult>(new RefusalResult(refusal))
            : PageAsync(request, Html.Nothing);

    private async Task<IResult> CommandAsync(WebRequest request)
    {
        (IFormCollection? form, Refusal? refusal) = await forms.ReadAsync(request.Context);
        if (form is null)
        {
            return new RefusalResult(refusal!);
        }

        (OperatorAnswer? answer, refusal) = await commands.GiveAsync(request, form["command"], form["reason"], form["target"]);
        return answer is null
            ? new RefusalResult(refusal!)
            : await PageAsync(
                request,
                Html.From($"""<div class="card note good" role="status"><p><strong>Recorded.</strong> {answer.Message}</p></div>"""));
    }

    private async Task<IResult> PageAsync(WebRequest request, Html notice)
    {
        string id = request.Route("rotation");
        if (await rotations.FindAsync(id, request.CancellationToken) is null)
        {
            return new RefusalResult(Refusals.NoRotation);
        }

        List<GateRecord> asked = await gates.ListAsync(id, request.CancellationToken).ToListAsync(request.CancellationToken);

        IReadOnlyList<AuditEvent> last = await LastEvents.ReadAsync(audit, id, request.CancellationToken);
        bool mayCommand = request.Caller.May(WebRoles.Operator) && !HttpMethods.IsHead(request.Context.Request.Method);
        return RotationPage.Write(
            await reader.ReadAsync(id, request.CancellationToken),
            asked,
            last,
            mayCommand ? TokenFor(request, id) : null,
            notice,
            time.GetUtcNow());
    }

    // The form is sent to another path than its page's, and its antiforgery token is bound to the path that it is sent to.
    private string TokenFor(WebRequest request, string rotationId)
    {
        PathString path = request.Context.Request.Path;
        request.Context.Request.Path = $"/rotations/{rotationId}/commands";
        string token = antiforgery.GetAndStoreTokens(request.Context).RequestToken!;
        request.Context.Request.Path = path;
        return token;
    }
}
