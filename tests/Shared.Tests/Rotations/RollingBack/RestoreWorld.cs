using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.RollingBack;
using TenantTokens.Rotations.Watching;
using TenantTokens.Rotations.Waves;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Watches;
using TenantTokens.Tokens;

namespace TenantTokens.Shared.Tests.Rotations.RollingBack;

/// <summary>A rotation that is given up, with its fleet in a ledger. A wave is "run" by writing down what its hosts answered.</summary>
internal sealed class RestoreWorld
{
    public const string Third = "dt0a02.thirdthirdthirdthirdthird";

    public WatchWorld Watch { get; } = new();

    public RotationRecord Rotation => Watch.Rotations.GetAsync(WatchWorld.RotationId, Stop).GetAwaiter().GetResult();

    public static string FingerprintOf(string token) => TenantToken.Parse(token).Fingerprint(WatchWorld.RotationId);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A rotation in the middle, with these targets; each is online.</summary>
    public async Task<RestoreWorld> WithAsync(params TargetRecord[] targets)
    {
        await Watch.RotationAsync(RotationPhase.RollingBack);
        await Watch.ChangeAsync(
            static rotation => rotation with { Generation = 7, PlanHash = "plan", Start = new(1, Some.Now, Answered: true) });
        await Watch.TargetsAsync(targets);
        foreach (TargetRecord target in targets.Where(static target => target.AgentId is not null))
        {
            Comes(target);
        }

        return this;
    }

    public void Comes(TargetRecord target)
    {
        if (target.Component is Component.ActiveGate)
        {
            Watch.GatesOnline.Add(target.AgentId!);
        }
        else
        {
            Watch.Online("zone-1", target.AgentId!["HOST-".Length..]);
        }
    }

    public void Goes(TargetRecord target)
    {
        Watch.GatesOnline.Remove(target.AgentId!);
        Watch.Agents.Remove(target.AgentId!);
    }

    public Task<bool> BeginAsync(bool again = false)
        => Watch.RunAsync<BeginRestore, BeginRestore.Input, bool>(new(WatchWorld.RotationId, again));

    public Task<NextRestore.Result> NextAsync() => Watch.RunAsync<NextRestore, string, NextRestore.Result>(WatchWorld.RotationId);

    public Task<CheckCanary.Result> LookAsync(int wave)
        => Watch.RunAsync<CheckCanary, CheckCanary.Input, CheckCanary.Result>(new(WatchWorld.RotationId, wave));

    public Task CompleteAsync(int wave) => Watch.RunAsync<CompleteWave, CompleteWave.Input, bool>(new(WatchWorld.RotationId, wave));

    public async Task<IReadOnlyList<string>> MembersAsync(int wave)
        => [.. (await WavesOfAsync(wave)).Select(static target => target.Name)];

    /// <summary>Every host of the wave that is not settled answers that it has the old token back, or what the test says.</summary>
    public async Task RunAsync(int wave, TargetState answer = TargetState.Restored)
    {
        Watch.Time.Advance(TimeSpan.FromMinutes(1));
        foreach (TargetRecord target in (await WavesOfAsync(wave)).Where(static target => target.State is not TargetState.Restored))
        {
            await Watch.Targets.UpdateAsync(
                WatchWorld.RotationId,
                target.TargetId,
                current => current with
                {
                    State = answer,
                    ProvedAt = Watch.Time.GetUtcNow(),
                    Online = null,
                    Send = new(
                        "ttr-1",
                        TargetAction.Restore,
                        Rotation.Generation,
                        1,
                        Watch.Time.GetUtcNow(),
                        Settled: true,
                        DeletePending: false),
                },
                Stop);
        }
    }

    private async Task<IReadOnlyList<TargetRecord>> WavesOfAsync(int wave)
    {
        IReadOnlyList<TargetRecord> all = await Watch.Targets.ListAsync(WatchWorld.RotationId, Stop);
        HashSet<string> ids = [];
        await foreach (SegmentRecord segment in ((PlanLedger)Watch.Services.GetService(typeof(PlanLedger))!)
            .ListSegmentsAsync(WatchWorld.RotationId, wave, Stop))
        {
            ids.UnionWith(segment.TargetIds);
        }

        return [.. all.Where(target => ids.Contains(target.TargetId))];
    }
}
