using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Driving;

namespace TenantTokens.Local.Hosting;

/// <summary>
/// Keeps the orchestrations of open rotations alive and wakes them when this or another process has written a command or a vote. A lost or
/// repeated wake-up changes nothing: the ledger's rows decide.
/// </summary>
internal sealed class RotationDriver(LocalHost host, SimulatedApprover? approver)
{
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest time without a check. An orchestration that ends to be renewed writes nothing to the ledger.</summary>
    private static readonly TimeSpan _lookAtLeastEvery = TimeSpan.FromMinutes(1);

    private readonly HashSet<string> _started = new(StringComparer.Ordinal);
    private readonly RotationWaker _waker = host.Get<RotationWaker>();
    private readonly TimeProvider _time = host.Get<TimeProvider>();

    /// <summary>
    /// Whether it also starts what other processes have opened, and the sweeps after finish. True for a host that keeps running; a process
    /// that follows a single rotation leaves them to others.
    /// </summary>
    public bool Serves { get; init; }

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAgainAndAgainAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Cancelled, during a check or between two. The ledger has everything.
        }
    }

    private async Task LookAgainAndAgainAsync(CancellationToken cancellationToken)
    {
        (long seen, DateTimeOffset lookAgainAt) = (-1, DateTimeOffset.MinValue);
        while (true)
        {
            long changes = await host.ChangesAsync();
            if (changes != seen || _time.GetUtcNow() >= lookAgainAt)
            {
                (seen, lookAgainAt) = (changes, _time.GetUtcNow() + _lookAtLeastEvery);
                foreach (EnvironmentOptions environment in host.Options.Environments)
                {
                    if (!await LookAsync(environment.Id, cancellationToken))
                    {
                        lookAgainAt = _time.GetUtcNow();
                    }
                }
            }

            await Task.Delay(_lookEvery, _time, cancellationToken);
        }
    }

    /// <summary>Starts the orchestration of a rotation unless one is alive.</summary>
    public Task EnsureAsync(RotationRecord rotation, CancellationToken cancellationToken)
        => _waker.EnsureAsync(host.Engine, rotation, cancellationToken);

    /// <returns>False when the caller has to check again at once.</returns>
    private async Task<bool> LookAsync(string environmentId, CancellationToken cancellationToken)
    {
        if (await host.Get<RotationLedger>().FindLatestAsync(environmentId, cancellationToken) is not { } rotation)
        {
            return true;
        }

        if (Serves)
        {
            await ServeAsync(rotation, cancellationToken);
        }

        if (rotation.Phase.IsTerminal())
        {
            return true;
        }

        if (approver is not null && await host.Get<GateLedger>().FindOpenAsync(rotation.RotationId, cancellationToken) is { } gate)
        {
            await approver.LookAsync(rotation.RotationId, gate, cancellationToken);
        }

        bool isDriven = await _waker.RenewAsync(host.Engine, rotation, cancellationToken);
        await _waker.TellAsync(host.Engine, rotation, cancellationToken);
        return isDriven;
    }

    private async Task ServeAsync(RotationRecord rotation, CancellationToken cancellationToken)
    {
        if (!rotation.Phase.IsTerminal() && _started.Add($"{rotation.RotationId}/driven"))
        {
            await EnsureAsync(rotation, cancellationToken);
        }

        if (rotation.IsToBeSwept && _started.Add($"{rotation.RotationId}/swept"))
        {
            await _waker.EnsureSweepAsync(host.Engine, rotation, cancellationToken);
        }

        if (rotation.MayHaveCommandsLeft && _started.Add($"{rotation.RotationId}/commands"))
        {
            await _waker.EnsureCommandDeletionAsync(host.Engine, rotation, cancellationToken);
        }
    }
}
