using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Machines;

/// <summary>What an agent's last heartbeats say about its connection.</summary>
internal sealed class AgentLink(WorldClock clock)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);

    // Heartbeats come late on a busy computer, however fast the world is.
    private static readonly TimeSpan _shortestPatience = TimeSpan.FromMilliseconds(250);
    private DateTimeOffset? _failingSince;

    public Delivery? Last { get; private set; }

    public DateTimeOffset? LastAcceptedAt { get; private set; }

    /// <summary>When the cluster heard of it last, restarts or not.</summary>
    public DateTimeOffset? LastSeenAt { get; private set; }

    /// <summary>It got through, and has not failed for more than 15 simulated seconds since.</summary>
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

    /// <summary>It was last connected then, and has been silent since.</summary>
    public void SilentSince(DateTimeOffset at) => (Last, LastAcceptedAt, LastSeenAt, _failingSince) = (null, null, at, null);

    /// <summary>A restarted agent has no connection until its first heartbeat got through.</summary>
    public void Reset() => (Last, LastAcceptedAt, _failingSince) = (null, null, null);
}
