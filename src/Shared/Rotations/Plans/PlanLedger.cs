using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Rotations.Plans;

/// <summary>Stores a rotation's plan: its summary, findings, waves and segments, and for each wave the row that stops it.</summary>
public sealed class PlanLedger(ILedgerStore store)
{
    private const string SummaryKey = "summary";
    private const string UnclaimedPrefix = "unclaimed|";
    private const int UnclaimedPerRow = 50;

    /// <summary>Reads the plan's summary; null before the plan was made.</summary>
    public async Task<PlanRecord?> FindAsync(string rotationId, CancellationToken cancellationToken)
        => (await store.ReadAsync<PlanRecord>(LedgerPartitions.Plan(rotationId), SummaryKey, cancellationToken))?.Value;

    /// <summary>Writes the plan's summary.</summary>
    public Task PutAsync(string rotationId, PlanRecord plan, CancellationToken cancellationToken)
        => store.UpsertAllAsync(LedgerPartitions.Plan(rotationId), [new LedgerWrite.Upsert(SummaryKey, ToJson(plan))], cancellationToken);

    /// <summary>Replaces the findings of one step of planning.</summary>
    /// <param name="rotationId">The rotation's id.</param>
    /// <param name="step">The name of the step, in lower case.</param>
    /// <param name="findings">All findings of the step.</param>
    /// <param name="cancellationToken">Cancels between rows.</param>
    public async Task PutFindingsAsync(
        string rotationId,
        string step,
        IEnumerable<PlanFinding> findings,
        CancellationToken cancellationToken)
    {
        string partition = LedgerPartitions.Plan(rotationId);
        await store.DeleteAllAsync(partition, FindingPrefix(step), cancellationToken);
        await store.UpsertAllAsync(
            partition,
            findings.Select((finding, index) => new LedgerWrite.Upsert($"{FindingPrefix(step)}{index:D6}", ToJson(finding))),
            cancellationToken);
    }

    /// <summary>Lists the findings of one step, or of all steps when it is null.</summary>
    public async Task<IReadOnlyList<PlanFinding>> ListFindingsAsync(string rotationId, string? step, CancellationToken cancellationToken)
    {
        string prefix = step is null ? "finding|" : FindingPrefix(step);
        List<PlanFinding> findings = await store.ReadAllAsync<PlanFinding>(LedgerPartitions.Plan(rotationId), prefix, cancellationToken)
            .ToListAsync(cancellationToken);

        return findings;
    }

    /// <summary>Replaces the machines in scope that no agent claims.</summary>
    public async Task PutUnclaimedAsync(string rotationId, IReadOnlyList<UnclaimedMachine> machines, CancellationToken cancellationToken)
    {
        string partition = LedgerPartitions.Plan(rotationId);
        LedgerWrite[] rows =
        [
            .. machines.Chunk(UnclaimedPerRow)
                .Select(static (chunk, index) => new LedgerWrite.Upsert($"{UnclaimedPrefix}{index:D6}", ToJson(chunk))),
        ];
        await store.DeleteAllAsync(partition, UnclaimedPrefix, cancellationToken);
        await store.UpsertAllAsync(partition, rows, cancellationToken);
    }

    /// <summary>Lists the machines in scope that no agent claims, by name.</summary>
    public async Task<IReadOnlyList<UnclaimedMachine>> ListUnclaimedAsync(string rotationId, CancellationToken cancellationToken)
    {
        List<UnclaimedMachine> machines = [];
        await foreach (UnclaimedMachine[] chunk in store.ReadAllAsync<UnclaimedMachine[]>(
            LedgerPartitions.Plan(rotationId),
            UnclaimedPrefix,
            cancellationToken))
        {
            machines.AddRange(chunk);
        }

        return machines;
    }

    /// <summary>Lists the waves, in order.</summary>
    public async Task<IReadOnlyList<WaveRecord>> ListWavesAsync(string rotationId, CancellationToken cancellationToken)
    {
        List<WaveRecord> waves = await store.ReadAllAsync<WaveRecord>(LedgerPartitions.Plan(rotationId), "wave|", cancellationToken)
            .ToListAsync(cancellationToken);

        return waves;
    }

    /// <summary>Reads a wave.</summary>
    /// <exception cref="KeyNotFoundException">There is no wave with this number.</exception>
    public async Task<WaveRecord> GetWaveAsync(string rotationId, int wave, CancellationToken cancellationToken)
        => (await store.ReadAsync<WaveRecord>(LedgerPartitions.Plan(rotationId), WaveKey(wave), cancellationToken))?.Value
            ?? throw new KeyNotFoundException($"Rotation {rotationId} has no wave {wave}.");

    /// <summary>Writes a wave and its segments. The wave's row is written last, so that a wave that can be read is complete.</summary>
    public async Task PutWaveAsync(
        string rotationId,
        WaveRecord wave,
        IReadOnlyList<SegmentRecord> segments,
        CancellationToken cancellationToken)
    {
        IEnumerable<LedgerWrite> rows = segments.Select(
            segment => new LedgerWrite.Upsert(SegmentKey(wave.Number, segment.Lane, segment.Number), ToJson(segment)));
        await store.UpsertAllAsync(LedgerPartitions.Plan(rotationId), rows, cancellationToken);
        await store.UpsertAllAsync(
            LedgerPartitions.Plan(rotationId),
            [new LedgerWrite.Upsert(WaveKey(wave.Number), ToJson(wave))],
            cancellationToken);
    }

    /// <summary>Writes only a wave's row.</summary>
    public Task PutWaveAsync(string rotationId, WaveRecord wave, CancellationToken cancellationToken)
        => PutWaveAsync(rotationId, wave, [], cancellationToken);

    /// <summary>Lists the segments of a wave, ordered by lane and number.</summary>
    public IAsyncEnumerable<SegmentRecord> ListSegmentsAsync(string rotationId, int wave, CancellationToken cancellationToken)
        => store.ReadAllAsync<SegmentRecord>(LedgerPartitions.Plan(rotationId), $"segment|{wave:D4}|", cancellationToken);

    /// <summary>Reads a segment.</summary>
    /// <exception cref="KeyNotFoundException">There is no such segment.</exception>
    public async Task<SegmentRecord> GetSegmentAsync(
        string rotationId,
        int wave,
        int lane,
        int segment,
        CancellationToken cancellationToken)
        => (await store.ReadAsync<SegmentRecord>(
            LedgerPartitions.Plan(rotationId),
            SegmentKey(wave, lane, segment),
            cancellationToken))?.Value
            ?? throw new KeyNotFoundException($"Rotation {rotationId} has no segment {segment} in lane {lane} of wave {wave}.");

    /// <summary>Stops a wave: from now on it sends nothing new, and what is in flight finishes.</summary>
    public Task StopWaveAsync(string rotationId, int wave, CancellationToken cancellationToken)
        => ChangeStatusAsync(rotationId, wave, static status => new(status with { Stopped = true }), cancellationToken);

    /// <summary>Begins a wave, or begins it again: it sends until it is stopped or too many targets fail.</summary>
    /// <param name="rotationId">The rotation's id.</param>
    /// <param name="wave">The wave's number.</param>
    /// <param name="limit">How many targets may fail; negative when nothing may be sent at all.</param>
    /// <param name="cancellationToken">Cancels between tries.</param>
    public Task BeginWaveAsync(string rotationId, int wave, int limit, CancellationToken cancellationToken)
        => ChangeStatusAsync(
            rotationId,
            wave,
            status => new(new WaveStatus(Stopped: limit < 0, Failures: 0, limit, status.Round + 1)),
            cancellationToken);

    /// <summary>
    /// Counts a target's failure, once per round even if it is reported repeatedly. Beyond the wave's limit, nothing new is sent.
    /// </summary>
    public async Task CountFailureAsync(string rotationId, int wave, string targetId, CancellationToken cancellationToken)
    {
        int round = (await StatusAsync(rotationId, wave, cancellationToken)).Round;
        string key = $"failed|{wave:D4}|{round:D4}|{targetId}";
        if (await store.GetAsync(LedgerPartitions.Plan(rotationId), key, cancellationToken) is null)
        {
            await ChangeStatusAsync(
                rotationId,
                wave,
                status => new(status with
                {
                    Failures = status.Failures + 1,
                    Stopped = status.Stopped || status.Failures >= status.Limit,
                })
                {
                    Beside = [new LedgerWrite.Upsert(key, "{}")],
                },
                cancellationToken);
        }
    }

    /// <summary>Reads whether the wave still sends; called just before each send.</summary>
    public async Task<WaveStatus> StatusAsync(string rotationId, int wave, CancellationToken cancellationToken)
        => (await store.ReadAsync<WaveStatus>(LedgerPartitions.Plan(rotationId), StatusKey(wave), cancellationToken))?.Value
            ?? new(Stopped: false);

    private Task<WaveStatus?> ChangeStatusAsync(
        string rotationId,
        int wave,
        Func<WaveStatus, LedgerChange<WaveStatus>> change,
        CancellationToken cancellationToken)
        => store.ChangeAsync<WaveStatus>(
            LedgerPartitions.Plan(rotationId),
            StatusKey(wave),
            status => change(status ?? new(Stopped: false)),
            cancellationToken);

    private static string FindingPrefix(string step) => $"finding|{step}|";

    private static string WaveKey(int wave) => $"wave|{wave:D4}";

    private static string StatusKey(int wave) => $"status|{wave:D4}";

    private static string SegmentKey(int wave, int lane, int segment) => $"segment|{wave:D4}|{lane:D4}|{segment:D4}";
}
