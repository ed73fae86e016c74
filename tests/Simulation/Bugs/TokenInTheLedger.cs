using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Starting;
using TenantTokens.Tokens;

namespace TenantTokens.Simulation.Bugs;

internal sealed class TokenInTheLedger()
    : PlantedBug("token-in-the-ledger", "token-leaked", "The rotation's row tells the new token")
{
    public override void Plant(DurableTaskRegistry registry)
        => registry.WrapActivity(StartRotation.Name, static async (services, start, run) =>
        {
            StartRotation.Result outcome = await run(start);
            if (outcome.Verdict is StartVerdict.Started)
            {
                RotationRecord rotation = await services.GetRequiredService<RotationLedger>()
                    .GetAsync(start.RotationId, CancellationToken.None);
                string secret = services.GetRequiredService<RotationOptions>().Environment(rotation.EnvironmentId).TenantTokenSecret;
                TenantToken token = await services.GetRequiredService<TokenVault>()
                    .ReadAsync(secret, rotation.NewToken!.Version, CancellationToken.None);
                await services.GetRequiredService<RotationLedger>()
                    .UpdateAsync(
                        start.RotationId,
                        row => row with { Reason = $"The new token is {token.Reveal()}." },
                        CancellationToken.None);
            }

            return outcome;
        });
}
