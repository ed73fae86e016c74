using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Heartbeats;

/// <summary>Makes every sender send, at least once per 5 simulated seconds and once after every change of the valid tokens.</summary>
internal sealed class Pulse(WorldState world)
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan _fastest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _fastestOfModels = TimeSpan.FromMilliseconds(4);

    // The world must still answer requests between beats, so 20,000 machines send at most every 200 ms.
    private static readonly TimeSpan _perSender = TimeSpan.FromMicroseconds(10);
    private long _turn;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        TimeSpan load = _perSender * world.Machines.Count;
        TimeSpan fastest = world.HasModels ? _fastestOfModels : _fastest;
        using PeriodicTimer timer = new(new[] { world.Clock.Scaled(_every), fastest, load }.Max(), world.Clock.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                Beat();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The world ends.
        }
    }

    public void Beat() => Beat(world.Clock.Now, TimeSpan.Zero, 1);

    /// <summary>Makes a number of beats at regular intervals, during which nothing in the world changes.</summary>
    public void Beat(DateTimeOffset first, TimeSpan step, long beats)
    {
        lock (world.Sync)
        {
            long turn = _turn + 1;
            _turn += beats;
            long place = 0;
            world.Router.LookAgain();
            foreach (ISender sender in world.Senders())
            {
                place++;
                if (sender.Token is not null)
                {
                    Send(sender, turn + place, first, step, beats);
                }
            }
        }
    }

    private void Send(ISender sender, long turn, DateTimeOffset first, TimeSpan step, long beats)
    {
        int period = world.Router.Period(sender);
        Delivery[] ways = new Delivery[(int)Math.Min(period, beats)];
        for (int way = 0; way < ways.Length; way++)
        {
            ways[way] = world.Router.Route(sender, turn + way);
            world.Meter.Count(sender, ways[way], first + (step * way), step * period, 1 + ((beats - way - 1) / period));
        }

        // What a sender remembers of its heartbeats depends only on the first and the last round of them.
        for (long beat = 0; beat < beats; beat = beat + 1 == period ? Math.Max(period, beats - period) : beat + 1)
        {
            sender.Sent(ways[beat % period], first + (step * beat));
        }
    }
}
