using TenantTokens.Approvals;
using TenantTokens.Configuration;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Rotations;

namespace TenantTokens.Local.Hosting;

/// <summary>
/// Keeps the orchestrations of open rotations alive and wakes them when anybody, in this process or another, has written a command or a vote.
/// A wake-up that is lost or doubled changes nothing: the ledger's rows decide.
/// </summary>
internal sealed class RotationDriver(LocalHost host, SimulatedApprover? approver)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private readonly Dictionary<string, int> _told = new(StringComparer.Ordinal);
    private readonly TimeProvider _time = host.Get<TimeProvider>();

    /// <summary>
    /// Whether it also starts what other processes have opened, and the sweeps after finish: true for a host that stays. One that follows a single rotation
    /// leaves them to it.
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
            // Told to stop, in the middle of a look or between two: the ledger has everything.
        }
    }

    private async Task LookAgainAndAgainAsync(CancellationToken cancellationToken)
    {
        long seen = -1;
        while (true)
        {
            long changes = await host.ChangesAsync();
            if (changes != seen)
            {
                seen = changes;
                foreach (EnvironmentOptions environment in host.Options.Environments)
                {
                    await LookAsync(environment.Id, cancellationToken);
                }
            }

            await Task.Delay(LookEvery, _time, cancellationToken);
        }
    }

    /// <summary>Starts the orchestration of a rotation unless one is alive: a lost, failed or purged one is simply replaced, the ledger knows where it stood.</summary>
    public Task EnsureAsync(RotationRecord rotation, CancellationToken cancellationToken)
        => ScheduleAsync(RotationOrchestrator.Name, rotation, RotationOrchestrator.InstanceIdOf(rotation.EnvironmentId), cancellationToken);

    private async Task ScheduleAsync<TOutput>(OrchestratorName<RotationInput, TOutput> orchestrator, RotationRecord rotation, string instanceId, CancellationToken cancellationToken)
    {
        try
        {
            RotationInput input = new(rotation.RotationId, RotationWaits.Of(host.Options.Policy, rotation.Emergency));
            await host.Engine.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, instanceId, cancellationToken);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // It is alive: the engine found it in its journal.
        }
    }

    private async Task LookAsync(string environmentId, CancellationToken cancellationToken)
    {
        if (await host.Get<RotationLedger>().FindLatestAsync(environmentId, cancellationToken) is not { } rotation)
        {
            return;
        }

        if (Serves)
        {
            await ServeAsync(rotation, cancellationToken);
        }

        if (rotation.Phase.IsTerminal())
        {
            return;
        }

        string instanceId = RotationOrchestrator.InstanceIdOf(environmentId);
        bool isCommand = rotation.Commands > rotation.CommandsTaken && IsNews($"{rotation.RotationId}/commands", rotation.Commands);
        bool isSignal = rotation.Signals > 0 && IsNews($"{rotation.RotationId}/signals", rotation.Signals);
        if (isCommand || isSignal)
        {
            await host.Engine.RaiseEventAsync(instanceId, RotationCommand.EventName, rotation.RotationId, cancellationToken);
        }

        if (await host.Get<GateLedger>().FindOpenAsync(rotation.RotationId, cancellationToken) is not { } gate)
        {
            return;
        }

        if (approver is not null)
        {
            await approver.LookAsync(rotation.RotationId, gate, cancellationToken);
        }

        if (gate.Votes > 0 && IsNews($"{rotation.RotationId}/{gate.GateId}", gate.Votes))
        {
            await host.Engine.RaiseEventAsync(instanceId, GateRecord.EventName(gate.GateId), gate.GateId, cancellationToken);
        }
    }

    private async Task ServeAsync(RotationRecord rotation, CancellationToken cancellationToken)
    {
        if (!rotation.Phase.IsTerminal() && IsNews($"{rotation.RotationId}/driven", 1))
        {
            await EnsureAsync(rotation, cancellationToken);
        }

        if (rotation is { Phase: RotationPhase.Completed, SweepUntil: not null, SweepEndedAt: null } && IsNews($"{rotation.RotationId}/swept", 1))
        {
            await ScheduleAsync(SweepOrchestrator.Name, rotation, SweepOrchestrator.InstanceIdOf(rotation.RotationId), cancellationToken);
        }
    }

    private bool IsNews(string what, int number)
    {
        bool isNews = !_told.TryGetValue(what, out int told) || told != number;
        _told[what] = number;
        return isNews;
    }
}
