using Microsoft.AspNetCore.Http;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Planning;
using TenantTokens.Web.Deciding;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;

namespace TenantTokens.Web.Endpoints;

/// <summary>Declares an agent that is no longer listed anywhere as gone for good.</summary>
internal sealed class RetirementEndpoints(RotationOptions options, RetirementLedger retirements) : IWebEndpoints
{
    private const int MaxAgent = 300;

    public IEnumerable<(string Method, string Path, Func<WebRequest, Task<IResult>> Answer)> Routes =>
        [
            ("GET", "/api/environments/{environment}/retirements", ListAsync),
            ("POST", "/api/environments/{environment}/retirements", RetireAsync),
        ];

    private async Task<IResult> ListAsync(WebRequest request)
        => request.Without(WebRoles.Reader) is { } refusal ? new RefusalResult(refusal)
            : EnvironmentOf(request) is not { } environment ? new RefusalResult(NoEnvironment)
            : Results.Json(new { retirements = await retirements.ListAsync(environment, request.CancellationToken) }, DurableJson.Options);

    private async Task<IResult> RetireAsync(WebRequest request)
    {
        if (request.Without(WebRoles.Operator) is { } notAllowed)
        {
            return new RefusalResult(notAllowed);
        }

        (RetireRequest? wish, Refusal? refusal) = await JsonBody.ReadAsync<RetireRequest>(request.Context);
        if (wish is null)
        {
            return new RefusalResult(refusal!);
        }

        if (wish.Reason is { Length: > OperatorDesk.MaxReason } || wish.Agent is { Length: > MaxAgent })
        {
            return new RefusalResult(Refusals.Bad(
                "too-long",
                $"A reason may have at most {OperatorDesk.MaxReason} characters, an agent's name at most {MaxAgent}."));
        }

        if (EnvironmentOf(request) is not { } environment)
        {
            return new RefusalResult(NoEnvironment);
        }

        OperatorAnswer answer = await retirements.RetireAsync(
            environment,
            wish.Agent,
            wish.Reason,
            request.Caller.Event(RetirementLedger.AuditCode, ""),
            request.CancellationToken);
        return answer.Accepted
            ? Results.Json(new { accepted = true, message = answer.Message }, DurableJson.Options, statusCode: 202)
            : new RefusalResult(new Refusal(409, "command-refused", "This operator command was refused", answer.Message));
    }

    private static Refusal NoEnvironment => Refusals.Bad("environment", "This environment does not exist.");

    private string? EnvironmentOf(WebRequest request)
        => options.Environments.FirstOrDefault(environment => environment.Id == request.Route("environment"))?.Id;
}
