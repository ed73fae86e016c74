using TenantTokens.Simulation.Time;

namespace TenantTokens.Simulation.Actors;

/// <summary>All that a seed decides beforehand.</summary>
internal sealed record Story(int Seed, Scenery Scenery, IReadOnlyList<StoryEvent> Events)
{
    /// <summary>The story of a seed.</summary>
    public static Story Of(int seed)
    {
        Random random = Draws.For(seed, "story");
        Scenery scenery = Scenery.Draw(random);
        int count = random.Next(10) switch { < 2 => 1, < 5 => 2, < 7 => 3, < 9 => 5, _ => 8 };
        List<StoryEvent> events = [];
        for (int number = 1; number <= count; number++)
        {
            (string moment, TimeSpan delay, Deed deed) = DrawEvent(random);
            events.Add(new StoryEvent(number, moment, random.Next(6) == 0 ? 2 : 1, delay, deed));
        }

        return new(seed, scenery, events);
    }

    /// <summary>The same story without some of its events.</summary>
    public Story Without(Func<StoryEvent, bool> left) => this with { Events = [.. Events.Where(one => !left(one))] };

    private static (string Moment, TimeSpan Delay, Deed Deed) DrawEvent(Random random)
    {
        (string moment, TimeSpan delay) = AnyMoment.Draw(random);
        (string gate, TimeSpan late) = Voters.When(random);
        return random.Next(100) switch
        {
            < 24 => (moment, delay, DynatracePeople.Draw(random)),
            < 36 => (moment, delay, AzurePeople.Draw(random)),
            < 50 => (Moments.Beginning, TimeSpan.Zero, Hosts.Draw(random)),
            < 66 => (random.Next(2) == 0 ? Moments.Beginning : moment, TimeSpan.Zero, Services.Draw(random)),
            < 76 => (moment, delay, Deaths.Draw(random)),
            < 88 => (moment, delay, Operators.Draw(random)),
            < 97 => (gate, late, Voters.Draw(random)),
            _ => (moment, delay, SecondCopy.Deed),
        };
    }
}
