using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Heartbeats;

/// <summary>Lets every sender send, at least once per 5 simulated seconds and once after every change of the valid tokens.</summary>
internal sealed class Pulse(WorldState world)
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan s_fastest = TimeSpan.FromMilliseconds(20);
    private long _turn;

    public async Task RunAsync(CancellationToken ct)
    {
        TimeSpan every = world.Clock.Scaled(s_every);
        using PeriodicTimer timer = new(every < s_fastest ? s_fastest : every, world.Clock.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                Beat();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The world ends.
        }
    }

    public void Beat()
    {
        lock (world.Sync)
        {
            DateTimeOffset now = world.Clock.Now;
            _turn++;
            long place = 0;
            foreach (ISender sender in world.Senders())
            {
                place++;
                if (sender.Token is not null)
                {
                    Delivery delivery = world.Router.Route(sender, _turn + place);
                    world.Meter.Count(sender, delivery, now);
                    sender.Sent(delivery, now);
                }
            }
        }
    }
}
