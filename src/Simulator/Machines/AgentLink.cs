using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Machines;

/// <summary>The state of an agent's connection according to its last heartbeats.</summary>
internal sealed class AgentLink(WorldClock clock)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);

    // Heartbeats are late on a busy computer, however fast the world is.
    private static readonly TimeSpan _shortestPatience = TimeSpan.FromMilliseconds(250);
    private DateTimeOffset? _failingSince;

    public Delivery? Last { get; private set; }

    public DateTimeOffset? LastAcceptedAt { get; private set; }

    /// <summary>When the cluster last heard of it, across restarts.</summary>
    public DateTimeOffset? LastSeenAt { get; private set; }

    /// <summary>Whether a heartbeat got through, and none has failed for more than 15 simulated seconds since.</summary>
    public bool IsUp
        => LastAcceptedAt is not null
            && (_failingSince is not { } since
                || clock.Now - since <= (clock.Scaled(_patience) > _shortestPatience ? clock.Scaled(_patience) : _shortestPatience));

    public void Sent(Delivery delivery, DateTimeOffset at)
    {
        Last = delivery;
        if (delivery.Outcome is Outcome.Accepted)
        {
            (LastAcceptedAt, LastSeenAt, _failingSince) = (at, at, null);
        }
        else
        {
            _failingSince ??= at;
        }
    }

    /// <summary>Sets the time of its last connection, after which it has been silent.</summary>
    public void SilentSince(DateTimeOffset at) => (Last, LastAcceptedAt, LastSeenAt, _failingSince) = (null, null, at, null);

    /// <summary>Resets the connection: a restarted agent has none until its first heartbeat gets through.</summary>
    public void Reset() => (Last, LastAcceptedAt, _failingSince) = (null, null, null);
}
