using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Starting;
using TenantTokens.Tokens;

namespace TenantTokens.Simulation.Bugs;

internal sealed class ForeignRotationTakenOver()
    : PlantedBug("foreign-rotation-taken-over", "foreign-token-adopted", "A rotation that another has started is driven as if it were ours")
{
    public override void Plant(DurableTaskRegistry registry)
        => registry.WrapActivity(StartRotation.Name, static async (services, start, run) =>
        {
            StartRotation.Result outcome = await run(start);
            if (outcome is not { Verdict: StartVerdict.Hold, Code: ParkCodes.ForeignRotation })
            {
                return outcome;
            }

            RotationLedger rotations = services.GetRequiredService<RotationLedger>();
            RotationRecord rotation = await rotations.GetAsync(start.RotationId, CancellationToken.None);
            TenantToken inForce = await services.GetRequiredService<DynatraceEnvironments>()
                .For(rotation.EnvironmentId).ConnectionInfo
                .GetAgentTokenAsync(CancellationToken.None);
            string version = await services.GetRequiredService<TokenVault>().WriteAsync(
                services.GetRequiredService<RotationOptions>().Environment(rotation.EnvironmentId).TenantTokenSecret,
                inForce,
                new Dictionary<string, string>(),
                CancellationToken.None);
            long generation = await rotations.NextGenerationAsync(rotation.EnvironmentId, CancellationToken.None);
            await rotations.UpdateAsync(
                start.RotationId,
                row => row with
                {
                    StartTookEffect = true,
                    Generation = generation,
                    NewToken = new TokenReference(version, inForce.Fingerprint(start.RotationId)),
                },
                CancellationToken.None);
            return new(StartVerdict.Started);
        });
}
