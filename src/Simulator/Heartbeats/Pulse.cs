using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Heartbeats;

/// <summary>Lets every sender send, at least once per 5 simulated seconds and once after every change of the valid tokens.</summary>
internal sealed class Pulse(WorldState world)
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan s_fastest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_fastestOfModels = TimeSpan.FromMilliseconds(4);

    // Beside the beats the world must still answer: 20,000 machines beat every 200 ms at most.
    private static readonly TimeSpan s_perSender = TimeSpan.FromMicroseconds(10);
    private long _turn;

    public async Task RunAsync(CancellationToken ct)
    {
        TimeSpan load = s_perSender * world.Machines.Count;
        TimeSpan fastest = world.HasModels ? s_fastestOfModels : s_fastest;
        using PeriodicTimer timer = new(new[] { world.Clock.Scaled(s_every), fastest, load }.Max(), world.Clock.Time);
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
            world.Router.LookAgain();
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
