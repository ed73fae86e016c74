using TenantTokens.Ledger;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Rotations;

/// <summary>Stores the rotations. At most one is open at a time per environment (docs/invariants.md#i3).</summary>
public sealed class RotationLedger(ILedgerStore store, TimeProvider time)
{
    /// <summary>The key of a rotation's row in its partition.</summary>
    internal const string RotationKey = "rotation";

    private const string OpenKey = "open";
    private const string GenerationKey = "generation";

    /// <summary>
    /// Opens a rotation, or returns the existing one for the request: the one with the same request key, even if it has ended, else the
    /// environment's open one.
    /// </summary>
    public async Task<RotationOpening> OpenAsync(RotationRequest request, CancellationToken cancellationToken)
    {
        RotationOpening? opening = null;
        await store.ChangeAsync<RotationPointer>(
            LedgerPartitions.Environment(request.EnvironmentId),
            OpenKey,
            async pointer =>
            {
                if (await FindRequestedAsync(request, pointer, cancellationToken) is var (rotation, isKnownByKey))
                {
                    // The request key is bound to that rotation: after its end, the same key must not open another one.
                    opening = new(rotation, IsNew: false);
                    return isKnownByKey || request.RequestKey is not { } key ? null : new(pointer!) { Beside = Keys(pointer!, key) };
                }

                opening = new(request.ToRecord(time.GetUtcNow()), IsNew: true);
                string id = opening.Rotation.RotationId;
                LedgerWrite[] row = [new LedgerWrite.Upsert(RotationKey, ToJson(opening.Rotation))];
                await store.UpsertAllAsync(LedgerPartitions.Rotation(id), row, cancellationToken);
                RotationPointer toIt = new(id);
                return new(toIt) { Beside = [new LedgerWrite.Insert($"rotation|{id}", ToJson(toIt)), .. Keys(toIt, request.RequestKey)] };
            },
            cancellationToken);
        return opening!;
    }

    /// <summary>
    /// Finds the rotation that a request already has: the one with its key, else the open one; null when there is neither.
    /// </summary>
    private async Task<(RotationRecord Rotation, bool IsKnownByKey)?> FindRequestedAsync(
        RotationRequest request, RotationPointer? pointer, CancellationToken cancellationToken)
    {
        if (request.RequestKey is { } key && await FindByKeyAsync(request.EnvironmentId, key, cancellationToken) is { } known)
        {
            return (known, true);
        }

        return pointer is not null
            && await GetPointedAsync(request.EnvironmentId, pointer, cancellationToken) is var open
            && !open.Phase.IsTerminal()
            ? (open, false)
            : null;
    }

    private static LedgerWrite[] Keys(RotationPointer pointer, string? requestKey)
        => requestKey is null ? [] : [new LedgerWrite.Insert(RequestKeyOf(requestKey), ToJson(pointer))];

    /// <summary>Adds a row for a plan alone. No rotation is opened, so it does not block another one.</summary>
    public async Task<RotationRecord> DraftAsync(RotationRequest request, CancellationToken cancellationToken)
    {
        RotationRecord draft = request.ToRecord(time.GetUtcNow()) with { IsDraft = true };
        await store.UpsertAllAsync(
            LedgerPartitions.Rotation(draft.RotationId),
            [new LedgerWrite.Upsert(RotationKey, ToJson(draft))],
            cancellationToken);
        return draft;
    }

    /// <summary>Reads a rotation; null when the ledger has none with this id.</summary>
    public async Task<RotationRecord?> FindAsync(string rotationId, CancellationToken cancellationToken)
        => (await store.ReadAsync<RotationRecord>(LedgerPartitions.Rotation(rotationId), RotationKey, cancellationToken))?.Value;

    /// <summary>Reads a rotation that must exist.</summary>
    /// <exception cref="KeyNotFoundException">The ledger has none with this id.</exception>
    public async Task<RotationRecord> GetAsync(string rotationId, CancellationToken cancellationToken)
        => await FindAsync(rotationId, cancellationToken) ?? throw NotThere(rotationId);

    /// <summary>Finds the rotation with this request key; null when there is none.</summary>
    public Task<RotationRecord?> FindByKeyAsync(string environmentId, string requestKey, CancellationToken cancellationToken)
        => FollowAsync(environmentId, RequestKeyOf(requestKey), cancellationToken);

    /// <summary>Finds the environment's last opened rotation, ended or not; null when there was none.</summary>
    public Task<RotationRecord?> FindLatestAsync(string environmentId, CancellationToken cancellationToken)
        => FollowAsync(environmentId, OpenKey, cancellationToken);

    /// <summary>Lists the environment's last rotations, the newest first; ids begin with the time.</summary>
    public async Task<IReadOnlyList<RotationRecord>> ListLatestAsync(string environmentId, int most, CancellationToken cancellationToken)
    {
        List<string> ids = [];
        await foreach (RotationPointer pointer in store.ReadAllAsync<RotationPointer>(
            LedgerPartitions.Environment(environmentId),
            "rotation|",
            cancellationToken))
        {
            ids.Add(pointer.RotationId);
        }

        List<RotationRecord> latest = [];
        foreach (string id in ids.TakeLast(most).Reverse())
        {
            if (await FindAsync(id, cancellationToken) is { } rotation)
            {
                latest.Add(rotation);
            }
        }

        return latest;
    }

    /// <summary>
    /// Changes a rotation's row together with other rows of its partition. When another writer changed the row meanwhile, it reads again
    /// and repeats the change.
    /// </summary>
    /// <param name="rotationId">The rotation's id.</param>
    /// <param name="change">Returns the new row and the other writes. It is called again on each try, so it must not keep state.</param>
    /// <param name="cancellationToken">Cancels between tries.</param>
    public async Task<RotationRecord> UpdateAsync(
        string rotationId,
        Func<RotationRecord, (RotationRecord Rotation, IReadOnlyList<LedgerWrite> Beside)> change,
        CancellationToken cancellationToken)
    {
        RotationRecord? rotation = await store.ChangeAsync<RotationRecord>(
            LedgerPartitions.Rotation(rotationId),
            RotationKey,
            current =>
            {
                (RotationRecord changed, IReadOnlyList<LedgerWrite> beside) = change(current ?? throw NotThere(rotationId));
                return new(changed) { Beside = beside };
            },
            cancellationToken);
        return rotation!;
    }

    /// <summary>Changes only the rotation's row.</summary>
    public Task<RotationRecord> UpdateAsync(
        string rotationId,
        Func<RotationRecord, RotationRecord> change,
        CancellationToken cancellationToken)
        => UpdateAsync(rotationId, rotation => (change(rotation), []), cancellationToken);

    /// <summary>
    /// Returns a generation for a new direction, higher than every earlier one in this environment: max(last + 1, Unix milliseconds). Hosts
    /// remember it, so it must grow even if a ledger is lost.
    /// </summary>
    public async Task<long> NextGenerationAsync(string environmentId, CancellationToken cancellationToken)
    {
        GenerationRow? next = await store.ChangeAsync<GenerationRow>(
            LedgerPartitions.Environment(environmentId),
            GenerationKey,
            last => new(new GenerationRow(Math.Max((last?.Last ?? 0) + 1, time.GetUtcNow().ToUnixTimeMilliseconds()))),
            cancellationToken);
        return next!.Last;
    }

    private static KeyNotFoundException NotThere(string rotationId) => new($"The ledger has no rotation {rotationId}.");

    private static string RequestKeyOf(string key)
        => $"request|{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)))}";

    private async Task<RotationRecord?> FollowAsync(string environmentId, string key, CancellationToken cancellationToken)
        => await store.ReadAsync<RotationPointer>(LedgerPartitions.Environment(environmentId), key, cancellationToken) is { } pointer
            ? await GetPointedAsync(environmentId, pointer.Value, cancellationToken)
            : null;

    /// <summary>
    /// Follows a pointer to its rotation. A pointer is written after its row, so one without a row means that the ledger has lost rows, and
    /// nothing may be started on it.
    /// </summary>
    private async Task<RotationRecord> GetPointedAsync(string environmentId, RotationPointer pointer, CancellationToken cancellationToken)
        => await FindAsync(pointer.RotationId, cancellationToken) ?? throw new LedgerDamagedException(
            store.Place, $"it names rotation {pointer.RotationId} of {environmentId} but has no row of it.");

    private sealed record RotationPointer(string RotationId);

    private sealed record GenerationRow(long Last);
}
