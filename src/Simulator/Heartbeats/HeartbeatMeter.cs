namespace TenantTokens.Simulator.Heartbeats;

/// <summary>
/// Counts the outcomes of all heartbeats. Rejected and undelivered ones are the data loss that a rotation must not cause.
/// </summary>
internal sealed class HeartbeatMeter
{
    private readonly SortedSet<string> _rejectedFrom = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _undeliveredFrom = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Environment, string Gate), SortedDictionary<long, long>> _rejectedBy = [];
    private readonly Dictionary<(string Environment, string Gate), List<RejectedRun>> _rejectedInRuns = [];
    private long _accepted;
    private long _rejected;
    private long _undelivered;

    /// <summary>
    /// Called for everything that is counted: the sender, the outcome, the time of the first heartbeat, and their number.
    /// </summary>
    public Action<ISender, Delivery, DateTimeOffset, long> Counted { get; set; } = static (_, _, _, _) => { };

    public void Count(ISender sender, Delivery delivery, DateTimeOffset at) => Count(sender, delivery, at, TimeSpan.Zero, 1);

    /// <summary>Counts heartbeats with the same outcome at regular intervals.</summary>
    public void Count(ISender sender, Delivery delivery, DateTimeOffset first, TimeSpan step, long times)
    {
        Counted(sender, delivery, first, times);
        switch (delivery.Outcome)
        {
            case Outcome.Accepted:
                _accepted += times;
                break;
            case Outcome.Rejected:
                _rejected += times;
                _rejectedFrom.Add(sender.Name);
                if (delivery.Gate is { } gate)
                {
                    Reject(sender.Environment.Id, gate.Id, first, step, times);
                }

                break;
            case Outcome.Undelivered:
                _undelivered += times;
                _undeliveredFrom.Add(sender.Name);
                break;
            default:
                break;
        }
    }

    public HeartbeatCounts Counts() => new(_accepted, _rejected, _undelivered, [.. _rejectedFrom], [.. _undeliveredFrom]);

    /// <summary>Counts the messages that an ActiveGate rejected in a span of time (start excluded, end included).</summary>
    public long RejectedBy(string environment, string gate, DateTimeOffset after, DateTimeOffset until)
    {
        (long from, long to) = (after.ToUnixTimeMilliseconds(), until.ToUnixTimeMilliseconds());
        long single = _rejectedBy.TryGetValue((environment, gate), out SortedDictionary<long, long>? byTime)
            ? byTime.Where(b => b.Key > from && b.Key <= to).Sum(static b => b.Value)
            : 0;
        return single + (_rejectedInRuns.TryGetValue((environment, gate), out List<RejectedRun>? runs)
            ? runs.Sum(run => run.CountIn(from, to))
            : 0);
    }

    /// <summary>Adds messages to the ActiveGate's metric. By itself this counts no data loss.</summary>
    public void Reject(string environment, string gate, DateTimeOffset at, int messages)
    {
        if (!_rejectedBy.TryGetValue((environment, gate), out SortedDictionary<long, long>? byTime))
        {
            _rejectedBy[(environment, gate)] = byTime = [];
        }

        long time = at.ToUnixTimeMilliseconds();
        byTime[time] = byTime.GetValueOrDefault(time) + messages;
    }

    private void Reject(string environment, string gate, DateTimeOffset first, TimeSpan step, long times)
    {
        if (times is 1)
        {
            Reject(environment, gate, first, 1);
            return;
        }

        if (!_rejectedInRuns.TryGetValue((environment, gate), out List<RejectedRun>? runs))
        {
            _rejectedInRuns[(environment, gate)] = runs = [];
        }

        runs.Add(new RejectedRun(first.ToUnixTimeMilliseconds(), (long)step.TotalMilliseconds, times));
    }

    /// <summary>Rejected messages at regular intervals.</summary>
    private sealed record RejectedRun(long First, long Step, long Times)
    {
        /// <summary>Counts those in a span (start excluded, end included).</summary>
        public long CountIn(long after, long until) => UpTo(until) - UpTo(after);

        private long UpTo(long time) => time < First ? 0 : Math.Min(Times, ((time - First) / Step) + 1);
    }
}
