using Microsoft.AspNetCore.Http;
using TenantTokens.Simulator.Arm;
using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Vault;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Wire;

/// <summary>Checks the credential that the real service would require.</summary>
internal sealed class Guard(WorldState world)
{
    private const string Bearer = "Bearer simulated";

    public Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        string credential = context.Request.Headers.Authorization.ToString();
        return context.GetEndpoint()?.Metadata.GetMetadata<ProductCall>()?.Service switch
        {
            ServiceKind.Dynatrace when credential is "" => DynatraceError.WriteAsync(context, 401, "Missing authorization parameter."),
            ServiceKind.Dynatrace when credential != $"Api-Token {world.ApiToken}"
                => DynatraceError.WriteAsync(context, 401, "Token Authentication failed"),
            ServiceKind.ResourceManager when credential is ""
                => ArmError.ChallengeAsync(context, "Authentication failed. The 'Authorization' header is missing."),
            ServiceKind.ResourceManager when credential is not Bearer => ArmError.ChallengeAsync(context, "The access token is invalid."),
            ServiceKind.KeyVault when credential is not Bearer => VaultError.ChallengeAsync(
                context,
                credential is "" ? "AKV10000: Request is missing a Bearer or PoP token." : "AKV10022: Invalid audience."),
            ServiceKind.Communication when credential is not Bearer
                => Answer.JsonAsync(context, 401, new { error = new { code = "Denied", message = "Denied by the resource provider." } }),
            _ => next(context),
        };
    }
}
