using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Plans;

namespace TenantTokens.Rotations.Waves;

/// <summary>
/// Adds a wave that probes again every target whose proof must be renewed, and every one that still runs processes with the old token:
/// somebody may have restarted them.
/// </summary>
public sealed class AddReprobeWave(TargetLedger targets, WaveWriter waves) : IActivity<string, NextWave.Result>
{
    /// <summary>Why a target that is proved is probed all the same.</summary>
    public const string StaleProcesses = "stale-processes";

    /// <summary>The registered name.</summary>
    public static ActivityName<string, NextWave.Result> Name { get; } = new("AddReprobeWave");

    /// <summary>Gives the wave; none when there is nothing to probe.</summary>
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
