using Microsoft.AspNetCore.Http;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Reading;
using TenantTokens.Web.Deciding;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;

namespace TenantTokens.Web.Endpoints;

/// <summary>The API for programs: reading, starting, giving commands. docs/api.md is its contract.</summary>
internal sealed class ApiEndpoints(
    RotationOptions options,
    RotationLedger rotations,
    RotationReader reader,
    RotationOpener opener,
    OperatorDesk commands,
    TimeProvider time) : IWebEndpoints
{
    private const int MaxOfEnvironment = 100;

    public IEnumerable<(string Method, string Path, Func<WebRequest, Task<IResult>> Answer)> Routes =>
        [
            ("GET", "/api/rotations", ListAsync),
            ("POST", "/api/rotations", OpenAsync),
            ("GET", "/api/rotations/{rotation}", ShowAsync),
            ("POST", "/api/rotations/{rotation}/commands", CommandAsync),
        ];

    private async Task<IResult> ListAsync(WebRequest request)
    {
        if (request.Without(WebRoles.Reader) is { } refusal)
        {
            return new RefusalResult(refusal);
        }

        List<RotationSummary> all = [];
        foreach (EnvironmentOptions environment in options.Environments)
        {
            IReadOnlyList<RotationRecord> latest
                = await rotations.ListLatestAsync(environment.Id, MaxOfEnvironment, request.CancellationToken);
            all.AddRange(latest.Select(RotationSummary.From));
        }

        return Results.Json(new { rotations = all }, DurableJson.Options);
    }

    private async Task<IResult> ShowAsync(WebRequest request)
    {
        if (request.Without(WebRoles.Reader) is { } refusal)
        {
            return new RefusalResult(refusal);
        }

        return await rotations.FindAsync(request.Route("rotation"), request.CancellationToken) is null
            ? new RefusalResult(Refusals.NoRotation)
            : Results.Json(
                RotationDetails.From(await reader.ReadAsync(request.Route("rotation"), request.CancellationToken), time.GetUtcNow()),
                DurableJson.Options);
    }

    private async Task<IResult> OpenAsync(WebRequest request)
    {
        if (!request.Caller.IsKnown)
        {
            return new RefusalResult(request.NotSignedIn);
        }

        (OpenRotationRequest? wish, Refusal? refusal) = await JsonBody.ReadAsync<OpenRotationRequest>(request.Context);
        RotationRecord? rotation = null;
        bool isNew = false;
        if (wish is not null)
        {
            (rotation, isNew, refusal) = await opener.OpenAsync(request, wish);
        }

        if (rotation is null)
        {
            return new RefusalResult(refusal!);
        }

        string address = $"/api/rotations/{rotation.RotationId}";
        request.Context.Response.Headers.Location = address;
        return Results.Json(RotationSummary.From(rotation), DurableJson.Options, statusCode: isNew ? 202 : 200);
    }

    private async Task<IResult> CommandAsync(WebRequest request)
    {
        if (!request.Caller.IsKnown)
        {
            return new RefusalResult(request.NotSignedIn);
        }

        (CommandRequest? wish, Refusal? refusal) = await JsonBody.ReadAsync<CommandRequest>(request.Context);
        if (wish is null)
        {
            return new RefusalResult(refusal!);
        }

        (OperatorAnswer? answer, refusal) = await commands.GiveAsync(request, wish.Command, wish.Reason, wish.Target);
        return answer is null
            ? new RefusalResult(refusal!)
            : Results.Json(new { accepted = true, message = answer.Message }, DurableJson.Options, statusCode: 202);
    }
}
