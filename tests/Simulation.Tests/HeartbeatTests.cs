using TenantTokens.Simulation.Time;
using TenantTokens.Simulator;
using TenantTokens.Simulator.Faults;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulation.Tests;

/// <summary>Heartbeats counted span by span are those that the sender counts one by one.</summary>
public sealed class HeartbeatTests
{
    private static readonly DateTimeOffset _begin = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan _beat = TimeSpan.FromSeconds(2.5);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Counted_by_arithmetic_they_are_as_many_as_counted_one_by_one(int seed)
    {
        Counting byArithmetic = new(seed, isArithmetic: true);
        Counting oneByOne = new(seed, isArithmetic: false);
        byArithmetic.PlayAll();
        oneByOne.PlayAll();

        Assert.Equal(Text(oneByOne.World.Meter.Counts()), Text(byArithmetic.World.Meter.Counts()));
        Assert.True(oneByOne.World.Meter.Counts().Rejected > 0);
        Assert.Equal(oneByOne.PerSender.OrderBy(static one => one.Key), byArithmetic.PerSender.OrderBy(static one => one.Key));
        Assert.Equal(oneByOne.Links(), byArithmetic.Links());
        Assert.Equal(oneByOne.RejectedByMinute(), byArithmetic.RejectedByMinute());
    }

    private static string Text(HeartbeatCounts counts)
        => $"{counts.Accepted} {counts.Rejected} {counts.Undelivered} [{string.Join(",", counts.RejectedFrom)}]"
            + $" [{string.Join(",", counts.UndeliveredFrom)}]";

    /// <summary>A world to which the same things happen at the same times, whoever counts.</summary>
    private sealed class Counting
    {
        private readonly VirtualTime _time = new(_begin, new Random(0));
        private readonly Random _random;
        private readonly bool _isArithmetic;
        private readonly PulseArithmetic _pulse;
        private readonly FaultPlanter _planter;
        private DateTimeOffset _nextBeat = _begin + _beat;

        public Counting(int seed, bool isArithmetic)
        {
            (_random, _isArithmetic) = (new Random(seed), isArithmetic);
            World = new WorldState(new WorldClock(_time, 1), new Chance(seed), CancellationToken.None) { HasModels = true };
            FleetBuilder fleet = new(World, "", 14, 1, seed, 0);
            fleet.Build();
            _planter = new FaultPlanter(World, fleet);
            World.Meter.Counted =
                (sender, delivery, _, count) => PerSender[$"{sender.Name} {delivery.Outcome}"] = PerSender.GetValueOrDefault(
                    $"{sender.Name} {delivery.Outcome}") + count;
            World.Pulse.Beat();
            _pulse = new PulseArithmetic(World);
        }

        public WorldState World { get; }

        public Dictionary<string, long> PerSender { get; } = new(StringComparer.Ordinal);

        public IReadOnlyList<string> Links()
            => [
                .. World.Machines.Where(static machine => machine.Agent is not null)
                    .Select(
                        static machine =>
                            $"{machine.Identity.Name} {machine.Agent!.Link.LastAcceptedAt:O} {machine.Agent.Link.IsUp}"
                                + $" {machine.Agent.Link.Last?.Outcome}"),
            ];

        public IReadOnlyList<long> RejectedByMinute()
            => [
                .. World.Gates.SelectMany(gate => Enumerable.Range(0, 600)
                    .Select(
                        minute => World.Meter.RejectedBy("sim00001", gate.Id, _begin.AddMinutes(minute), _begin.AddMinutes(minute + 1)))),
            ];

        public void PlayAll()
        {
            Plant(new Fault(FaultKind.KubernetesAgents) { Zone = "zone-a", Count = 2 });
            for (int number = 0; number < 40; number++)
            {
                // Never on a beat: what comes first at the same moment is nobody's business.
                Advance(_time.GetUtcNow() + TimeSpan.FromMilliseconds((1000 * _random.Next(1, 900)) + 117));
                Change();
            }
        }

        private void Change()
        {
            IMachine machine = World.Machines[_random.Next(World.Machines.Count)];
            string component = machine.Gate is null ? "oneagent" : "activegate";
            switch (_random.Next(9))
            {
                case 0:
                    World.Environments["sim00001"].TryStart(_time.GetUtcNow());
                    break;
                case 1:
                    World.Environments["sim00001"].TryFinish();
                    break;
                case 2:
                    World.Environments["sim00001"].TryCancel(_time.GetUtcNow());
                    break;
                case 3:
                    machine.PowerOff();
                    break;
                case 4:
                    machine.PowerOn();
                    break;
                default:
                    Plant(new Fault(FaultKind.MoveByHand)
                    {
                        Machine = machine.Identity.Name,
                        Component = component,
                        Token = _random.Next(2) == 0 ? "old" : "new",
                        Environment = "sim00001",
                    });
                    break;
            }
        }

        private void Plant(Fault fault)
        {
            try
            {
                _planter.Plant(fault);
            }
            catch (ArgumentException)
            {
                // It makes no sense here, in either world.
            }
        }

        private void Advance(DateTimeOffset until)
        {
            if (_isArithmetic)
            {
                _pulse.Advance(until, _time.MoveTo);
            }
            else
            {
                for (; _nextBeat <= until; _nextBeat += _beat)
                {
                    _time.MoveTo(_nextBeat);
                    World.Pulse.Beat();
                }
            }

            _time.MoveTo(until);
        }
    }
}
