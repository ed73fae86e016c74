namespace TenantTokens.Simulator.Heartbeats;

/// <summary>Counts what became of every heartbeat. Rejected and undelivered are the data loss that a rotation must not cause.</summary>
internal sealed class HeartbeatMeter
{
    private readonly SortedSet<string> _rejectedFrom = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _undeliveredFrom = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Environment, string Gate), SortedDictionary<long, long>> _rejectedBy = [];
    private long _accepted;
    private long _rejected;
    private long _undelivered;

    public void Count(ISender sender, Delivery delivery, DateTimeOffset at)
    {
        switch (delivery.Outcome)
        {
            case Outcome.Accepted:
                _accepted++;
                break;
            case Outcome.Rejected:
                _rejected++;
                _rejectedFrom.Add(sender.Name);
                if (delivery.Gate is { } gate)
                {
                    Reject(sender.Environment.Id, gate.Id, at, 1);
                }

                break;
            case Outcome.Undelivered:
                _undelivered++;
                _undeliveredFrom.Add(sender.Name);
                break;
            default:
                break;
        }
    }

    public HeartbeatCounts Counts() => new(_accepted, _rejected, _undelivered, [.. _rejectedFrom], [.. _undeliveredFrom]);

    /// <summary>Messages that an ActiveGate rejected in a span of time (start excluded, end included).</summary>
    public long RejectedBy(string environment, string gate, DateTimeOffset after, DateTimeOffset until)
        => _rejectedBy.TryGetValue((environment, gate), out SortedDictionary<long, long>? byTime)
            ? byTime.Where(b => b.Key > after.ToUnixTimeMilliseconds() && b.Key <= until.ToUnixTimeMilliseconds()).Sum(b => b.Value)
            : 0;

    /// <summary>Messages that show in the gate's metric. Those of nobody whom we count are no loss of ours.</summary>
    public void Reject(string environment, string gate, DateTimeOffset at, int messages)
    {
        if (!_rejectedBy.TryGetValue((environment, gate), out SortedDictionary<long, long>? byTime))
        {
            _rejectedBy[(environment, gate)] = byTime = [];
        }

        long time = at.ToUnixTimeMilliseconds();
        byTime[time] = byTime.GetValueOrDefault(time) + messages;
    }
}
