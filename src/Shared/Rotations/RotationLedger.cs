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
    /// Opens a rotation, or gives the one that the request belongs to: the one with the same request key, even when it has ended, else the
    /// environment's open one.
    /// </summary>
    public async Task<RotationRecord> OpenAsync(RotationRequest request, CancellationToken cancellationToken)
    {
        string partition = LedgerPartitions.Environment(request.EnvironmentId);
        while (true)
        {
            if (request.RequestKey is { } key && await FindByKeyAsync(request.EnvironmentId, key, cancellationToken) is { } known)
            {
                return known;
            }

            (RotationPointer Value, string ETag)? pointer = await store.ReadAsync<RotationPointer>(partition, OpenKey, cancellationToken);
            if (pointer is not null
                && await GetPointedAsync(request.EnvironmentId, pointer.Value.Value, cancellationToken) is var open
                && !open.Phase.IsTerminal())
            {
                // The key is bound to it: asked again after it has ended, the same key must not open another.
                if (request.RequestKey is null
                    || await store.TryCommitAsync(
                        partition,
                        [new LedgerWrite.Insert(RequestKeyOf(request.RequestKey), ToJson(pointer.Value.Value))],
                        cancellationToken))
                {
                    return open;
                }

                continue;
            }

            RotationRecord rotation = request.ToRecord(time.GetUtcNow());
            LedgerWrite[] row = [new LedgerWrite.Upsert(RotationKey, ToJson(rotation))];
            await store.UpsertAllAsync(LedgerPartitions.Rotation(rotation.RotationId), row, cancellationToken);
            List<LedgerWrite> writes = PointersTo(new(rotation.RotationId), pointer?.ETag, request.RequestKey);
            if (await store.TryCommitAsync(partition, writes, cancellationToken))
            {
                return rotation;
            }
        }
    }

    /// <summary>What leads from an environment to its open rotation.</summary>
    /// <param name="pointer">To the rotation.</param>
    /// <param name="openTag">Of the pointer whose place it takes; null when the environment had no rotation yet.</param>
    /// <param name="requestKey">The request's own key; null for none.</param>
    private static List<LedgerWrite> PointersTo(RotationPointer pointer, string? openTag, string? requestKey)
    {
        string toIt = ToJson(pointer);
        List<LedgerWrite> writes =
        [
            openTag is null ? new LedgerWrite.Insert(OpenKey, toIt) : new LedgerWrite.Replace(OpenKey, toIt, openTag),
            new LedgerWrite.Insert($"rotation|{pointer.RotationId}", toIt),
        ];
        if (requestKey is not null)
        {
            writes.Add(new LedgerWrite.Insert(RequestKeyOf(requestKey), toIt));
        }

        return writes;
    }

    /// <summary>A row for a plan alone: nothing is opened, so it stands in nobody's way.</summary>
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

    /// <summary>A rotation that must be there.</summary>
    /// <exception cref="KeyNotFoundException">The ledger has none with this id.</exception>
    public async Task<RotationRecord> GetAsync(string rotationId, CancellationToken cancellationToken)
        => await FindAsync(rotationId, cancellationToken) ?? throw new KeyNotFoundException($"The ledger has no rotation {rotationId}.");

    /// <summary>The rotation that was asked for with this key; null when there is none.</summary>
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
        string partition = LedgerPartitions.Rotation(rotationId);
        while (true)
        {
            (RotationRecord Value, string ETag) row = await store.ReadAsync<RotationRecord>(partition, RotationKey, cancellationToken)
                ?? throw new KeyNotFoundException($"The ledger has no rotation {rotationId}.");
            (RotationRecord rotation, IReadOnlyList<LedgerWrite> beside) = change(row.Value);
            if (rotation == row.Value && beside.Count == 0)
            {
                return rotation;
            }

            if (await store.TryCommitAsync(
                partition,
                [new LedgerWrite.Replace(RotationKey, ToJson(rotation), row.ETag), .. beside],
                cancellationToken))
            {
                return rotation;
            }
        }
    }

    /// <summary>Changes a rotation's row alone.</summary>
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
        string partition = LedgerPartitions.Environment(environmentId);
        while (true)
        {
            (GenerationRow Value, string ETag)? last = await store.ReadAsync<GenerationRow>(partition, GenerationKey, cancellationToken);
            GenerationRow next = new(Math.Max((last?.Value.Last ?? 0) + 1, time.GetUtcNow().ToUnixTimeMilliseconds()));
            LedgerWrite write = last is { } known
                ? new LedgerWrite.Replace(GenerationKey, ToJson(next), known.ETag)
                : new LedgerWrite.Insert(GenerationKey, ToJson(next));
            if (await store.TryCommitAsync(partition, [write], cancellationToken))
            {
                return next.Last;
            }
        }
    }

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
