using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Heartbeats;

/// <summary>
/// What <see cref="Pulse"/> counts beat by beat, counted span by span: for a clock that jumps. While nothing in the world changes, a
/// sender's fate repeats itself with the number of ActiveGates that it takes turns with. What changes by the clock alone (a service that
/// has come up, an operator that reloads) ends a span.
/// </summary>
internal sealed class PulseArithmetic(WorldState world)
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(2.5);
    private DateTimeOffset _next = world.Clock.Now + world.Clock.Scaled(_every);

    /// <summary>Counts every beat up to a moment, that moment included; nothing may have changed since the last one.</summary>
    /// <param name="until">Up to when.</param>
    /// <param name="moveClock">Sets the world's clock: a beat asks what time it is.</param>
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

    /// <summary>The next moment after this one at which a sender's fate changes by the clock alone.</summary>
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
