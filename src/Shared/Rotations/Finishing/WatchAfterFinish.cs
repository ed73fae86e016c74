using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Watching;

namespace TenantTokens.Rotations.Finishing;

/// <summary>
/// Checks after finish whether agents are offline: it reports those that were online before, and a rise of rejected messages. Targets among
/// them that were proved become Pending again (<see cref="OfflineAfterFinish"/>), and Rotated when they are back.
/// </summary>
public sealed class WatchAfterFinish(
    RotationLedger rotations,
    TargetLedger targets,
    WatchLedger watches,
    WatchObserver observer,
    DynatraceEnvironments environments,
    PolicyOptions policy,
    AuditTrail audit,
    TimeProvider time) : IActivity<string, WatchAfterFinish.Result>
{
    private const int MaxNames = 20;

    /// <summary>The registered name.</summary>
    public static ActivityName<string, Result> Name { get; } = new("WatchAfterFinish");

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">The rotation is not finished, or the agents online before were not recorded.</exception>
    public async Task<Result> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        if (rotation.Finish is not { Answered: true, Refused: false } finish)
        {
            throw new InvalidOperationException($"Rotation {input} is not finished, so there is nothing to watch yet.");
        }

        if (await watches.FindSnapshotAsync(input, cancellationToken) is null)
        {
            throw new InvalidOperationException($"The ledger does not say which hosts were online before rotation {input} was finished.");
        }

        IInventoryClient inventory = environments.For(rotation.EnvironmentId).Inventory;
        IReadOnlyList<ActiveGateInfo> activeGates = await inventory.ListActiveGatesAsync(cancellationToken);
        HashSet<string> online = await AgentsOnline.ReadAsync(inventory, activeGates, cancellationToken);
        List<string> offline = await CompareAsync(input, online, activeGates, cancellationToken);
        FinishWatch seen = await WriteDownAsync(rotation, offline, cancellationToken);
        return new(seen.Dark, seen.RejectedRose, IsOver: time.GetUtcNow() >= finish.At + policy.Watch.AfterFinish);
    }

    private async Task<List<string>> CompareAsync(
        string rotationId,
        HashSet<string> online,
        IReadOnlyList<ActiveGateInfo> activeGates,
        CancellationToken cancellationToken)
    {
        List<string> offline = [];
        Lazy<Task<IReadOnlyList<TargetRecord>>> all = new(() => targets.ListAsync(rotationId, cancellationToken));
        Lazy<Task<Dictionary<string, TargetRecord>>> fleet = new(async () => ByAgent(await all.Value));
        List<OnlineRow> rows = await watches.ListOnlineAsync(rotationId, cancellationToken).ToListAsync(cancellationToken);
        foreach (OnlineRow row in rows)
        {
            string[] missing = [.. row.Ids.Where(id => !online.Contains(id))];
            missing = missing.Length > 0
                ? [.. missing.Except(CameBack(missing, await fleet.Value, await all.Value, activeGates))]
                : missing;
            string[] fresh = [.. missing.Except(row.Named)];
            string[] back = [.. row.Named.Except(missing)];
            if (fresh.Length + back.Length > 0)
            {
                await ChangeAsync(rotationId, await fleet.Value, fresh, OfflineAfterFinish.Mark, cancellationToken);
                await ChangeAsync(rotationId, await fleet.Value, back, OfflineAfterFinish.Unmark, cancellationToken);
                await NameAsync(
                    rotationId,
                    "dark-after-finish",
                    "not online since finish",
                    NamesOf(await fleet.Value, fresh),
                    cancellationToken);
                await NameAsync(rotationId, "online-again", "online again", NamesOf(await fleet.Value, back), cancellationToken);
                await watches.PutOnlineAsync(rotationId, row with { Named = missing }, cancellationToken);
            }

            offline.AddRange(missing.Length > 0 ? NamesOf(await fleet.Value, missing) : []);
        }

        return offline;
    }

    private async Task<FinishWatch> WriteDownAsync(RotationRecord rotation, List<string> offline, CancellationToken cancellationToken)
    {
        WatchState state = await watches.GetStateAsync(rotation.RotationId, cancellationToken);
        (double? rejected, _) = await observer.ReadRejectedAsync(rotation, cancellationToken);
        WatchBaseline before = await watches.FindBaselineAsync(rotation.RotationId, cancellationToken)
            ?? new(time.GetUtcNow(), null, null, new Dictionary<string, ZoneOnline>());
        bool rose = WatchRules.IsOver(rejected, before, state, policy.Watch.RejectedTolerance);
        FinishWatch seen = new(time.GetUtcNow(), offline.Count, [.. offline.Order(StringComparer.Ordinal).Take(MaxNames)], rejected, rose);
        if (rose && state.AfterFinish is not { RejectedRose: true })
        {
            double usual = before.RejectedPerMinute ?? 0;
            await audit.AddAsync(
                rotation.RotationId,
                "alarm",
                AuditEvent.Product,
                FormattableString.Invariant(
                    $"ActiveGates reject {rejected:0.##} messages a minute since finish; before start it was {usual:0.##}."),
                cancellationToken);
        }

        await watches.PutStateAsync(rotation.RotationId, state with { AfterFinish = seen }, cancellationToken);
        return seen;
    }

    /// <summary>
    /// Finds ActiveGates that are online under another id. Since finish, no agent is online with the old token, so being online proves the
    /// new one.
    /// </summary>
    private static IEnumerable<string> CameBack(
        string[] missing,
        Dictionary<string, TargetRecord> fleet,
        IReadOnlyList<TargetRecord> all,
        IReadOnlyList<ActiveGateInfo> activeGates)
        => missing.Where(
            id => fleet.TryGetValue(id, out TargetRecord? target) && ActiveGateSuccessor.From(target, activeGates, all) is not null);

    private static Dictionary<string, TargetRecord> ByAgent(IReadOnlyList<TargetRecord> all)
    {
        Dictionary<string, TargetRecord> byAgent = new(StringComparer.Ordinal);
        foreach (TargetRecord target in all)
        {
            if (target.AgentId is { } id)
            {
                byAgent[id] = target;
            }
        }

        return byAgent;
    }

    private async Task ChangeAsync(
        string rotationId,
        Dictionary<string, TargetRecord> fleet,
        string[] ids,
        Func<TargetRecord, TargetRecord> change,
        CancellationToken cancellationToken)
    {
        foreach (string id in ids)
        {
            if (fleet.TryGetValue(id, out TargetRecord? target))
            {
                await targets.UpdateAsync(rotationId, target.TargetId, change, cancellationToken);
            }
        }
    }

    private async Task NameAsync(string rotationId, string code, string what, string[] names, CancellationToken cancellationToken)
    {
        if (names.Length > 0)
        {
            await audit.AddAsync(
                rotationId,
                code,
                AuditEvent.Product,
                $"{names.Length} {what}: {string.Join(", ", names)}.",
                cancellationToken);
        }
    }

    // An agent without a row in the ledger appeared between the last plan and the snapshot; it is named by its id.
    private static string[] NamesOf(Dictionary<string, TargetRecord> fleet, string[] ids)
        => [.. ids.Select(id => fleet.TryGetValue(id, out TargetRecord? target) ? target.Name : id)];

    /// <summary>The result of one check after finish. It holds levels, not changes: a repeated check gives the same.</summary>
    /// <param name="Dark">How many agents were online before finish and are offline now.</param>
    /// <param name="RejectedRose">Whether ActiveGates reject more messages than before.</param>
    /// <param name="IsOver">True when the time for the watch has passed.</param>
    public sealed record Result(int Dark, bool RejectedRose, bool IsOver);
}
