using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Calls;
using TenantTokens.Rotations.Finishing;
using TenantTokens.Tokens;

namespace TenantTokens.Simulation.Bugs;

internal sealed class OldVersionDisabledAtFinish()
    : PlantedBug(
        "old-version-disabled-at-finish",
        "token-not-in-vault",
        "The old token's vault version is disabled at finish, not at the end of the sweep")
{
    public override void Plant(DurableTaskRegistry registry)
        => registry.WrapActivity(FinishRotation.Name, static async (services, call, finish) =>
        {
            CallOutcome outcome = await finish(call);
            RotationRecord rotation = await services.GetRequiredService<RotationLedger>().GetAsync(call.RotationId, CancellationToken.None);
            string secret = services.GetRequiredService<RotationOptions>().Environment(rotation.EnvironmentId).TenantTokenSecret;
            await services.GetRequiredService<TokenVault>().DisableAsync(secret, rotation.OldToken!.Version, CancellationToken.None);
            return outcome;
        });
}
