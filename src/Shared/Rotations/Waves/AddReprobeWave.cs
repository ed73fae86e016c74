using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Plans;

namespace TenantTokens.Rotations.Waves;

/// <summary>
/// Adds a wave that probes again every target whose proof must be renewed, and every target with stale processes, which may have been
/// restarted meanwhile.
/// </summary>
public sealed class AddReprobeWave(TargetLedger targets, WaveWriter waves) : IActivity<string, NextWave.Result>
{
    /// <summary>The reason for probing a target with a valid proof.</summary>
    public const string StaleProcesses = "stale-processes";

    /// <summary>The registered name.</summary>
    public static ActivityName<string, NextWave.Result> Name { get; } = new("AddReprobeWave");

    /// <summary>Returns the wave; its number is null when there is nothing to probe.</summary>
    public async Task<NextWave.Result> RunAsync(string input, CancellationToken cancellationToken)
    {
        TargetRecord[] doubtful =
        [
            .. (await targets.ListAsync(input, cancellationToken))
                .Where(static target => target is { IsOnNewToken: true, Machine: not null }
                    and ({ NeedsProof: not null } or { Stale.Count: > 0 }))
                .Select(static target => target with { NeedsProof = target.NeedsProof ?? StaleProcesses }),
        ];
        if (doubtful.Length == 0)
        {
            return new(null, IsCanary: false, IsLast: true);
        }

        await targets.PutAsync(input, doubtful, cancellationToken);
        return new(
            await waves.AddAsync(input, TargetAction.Probe, null, isCanary: false, generation: 0, doubtful, cancellationToken),
            IsCanary: false,
            IsLast: true);
    }
}
