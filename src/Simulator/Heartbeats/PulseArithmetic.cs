using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Heartbeats;

/// <summary>
/// Counts what <see cref="Pulse"/> counts beat by beat in whole spans, for a clock that jumps. While nothing in the world changes, a
/// sender's outcomes repeat with the number of ActiveGates that it alternates between. A change that depends only on the clock (a service
/// that has come up, an operator that reloads) ends a span.
/// </summary>
internal sealed class PulseArithmetic(WorldState world)
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(2.5);
    private DateTimeOffset _next = world.Clock.Now + world.Clock.Scaled(_every);

    /// <summary>Counts every beat up to and including a time; nothing may have changed since the last call.</summary>
    /// <param name="until">The end of the time to count.</param>
    /// <param name="moveClock">Sets the world's clock, which a beat reads.</param>
    public void Advance(DateTimeOffset until, Action<DateTimeOffset> moveClock)
    {
        TimeSpan step = world.Clock.Scaled(_every);
        while (_next <= until)
        {
            moveClock(_next);
            long beats = 1 + ((until - _next).Ticks / step.Ticks);
            if (NextChange(_next) is { } change)
            {
                beats = Math.Min(beats, 1 + ((change - _next).Ticks - 1) / step.Ticks);
            }

            world.Pulse.Beat(_next, step, beats);
            _next += step * beats;
        }
    }

    /// <summary>Returns the next time at which a sender's outcome changes because of the clock alone; null when there is none.</summary>
    private DateTimeOffset? NextChange(DateTimeOffset now)
    {
        DateTimeOffset? next = null;
        foreach (IMachine machine in world.Machines)
        {
            Consider(machine.Gate?.ReadyAt);
            Consider(machine.Agent?.ReadyAt);
        }

        foreach (KubernetesAgent agent in world.Operated)
        {
            Consider(agent.ReloadsAt);
        }

        return next;

        void Consider(DateTimeOffset? at)
        {
            if (at > now && (next is null || at < next))
            {
                next = at;
            }
        }
    }
}
