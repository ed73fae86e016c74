using System.Text.RegularExpressions;
using TenantTokens.Approvals;
using TenantTokens.Simulation.Time;

namespace TenantTokens.Simulation.Actors;

/// <summary>All that a seed decides beforehand.</summary>
internal sealed record Story(int Seed, Scenery Scenery, IReadOnlyList<StoryEvent> Events)
{
    /// <summary>The story of a seed.</summary>
    public static Story Of(int seed)
    {
        Random random = Draws.For(seed, "story");
        Scenery scenery = Scenery.Draw(random)
            .With(Draws.For(seed, "policy"))
            .WithSchedule(Draws.For(seed, "schedule"))
            .WithUnclaimed(Draws.For(seed, "unclaimed"));
        int count = random.Next(10) switch { < 2 => 1, < 5 => 2, < 7 => 3, < 9 => 5, _ => 8 };
        List<StoryEvent> events = [];
        for (int number = 1; number <= count; number++)
        {
            (string moment, TimeSpan delay, Deed deed) = DrawEvent(random);
            events.Add(new StoryEvent(number, moment, random.Next(6) == 0 ? 2 : 1, delay, deed));
        }

        events.AddRange(DrawMore(Draws.For(seed, "more"), events.Count, 6, WebPeople.Draw));
        events.AddRange(DrawMore(Draws.For(seed, "surroundings"), events.Count, 7, Surroundings.Draw));
        events.AddRange(DrawReturn(Draws.For(seed, "return"), events.Count));
        events.AddRange(DrawLateDelivery(Draws.For(seed, "late"), events.Count));
        events.AddRange(DrawFuture(Draws.For(seed, "future"), events.Count));
        events.AddRange(DrawSometimes(Draws.For(seed, "move"), events.Count, 16, Deaths.DrawMove));
        events.AddRange(DrawSometimes(Draws.For(seed, "resize"), events.Count, 12, AzurePeople.DrawResize));
        events.AddRange(DrawSometimes(Draws.For(seed, "in vain"), events.Count, 10, static _ => Operators.InVain));
        events.AddRange(DrawMore(Draws.For(seed, "unkind azure"), events.Count, 6, UnkindAzure.Draw));
        events.AddRange(DrawMore(Draws.For(seed, "unkind dynatrace"), events.Count, 7, UnkindDynatrace.Draw));
        events.AddRange(DrawSometimes(Draws.For(seed, "overlap"), events.Count, 7, Deaths.DrawOverlap));
        events.AddRange(DrawBare(Draws.For(seed, "bare"), events.Count));
        return new(seed, scenery, events);
    }

    /// <summary>Whether what happens in it, told in a line, fits a regular expression; null fits any.</summary>
    public bool IsAbout(string? what) => what is null || Regex.IsMatch(ToString(), what);

    public override string ToString() => $"{Scenery}. {string.Join("; ", Events)}.";

    /// <summary>The same story without some of its events.</summary>
    public Story Without(Func<StoryEvent, bool> left) => this with { Events = [.. Events.Where(one => !left(one))] };

    /// <summary>From a source of its own: what else happens in a story does not change with it.</summary>
    private static IEnumerable<StoryEvent> DrawMore(
        Random random,
        int number,
        int without,
        Func<Random, (string Moment, TimeSpan Delay, Deed Deed)> draw)
    {
        int more = random.Next(10);
        for (int left = more < without ? 0 : more < 9 ? 1 : 2; left > 0; left--)
        {
            (string moment, TimeSpan delay, Deed deed) = draw(random);
            yield return new StoryEvent(++number, moment, random.Next(6) == 0 ? 2 : 1, delay, deed);
        }
    }

    /// <summary>Everything is put back, and on one host the service does not come up with the old token.</summary>
    private static IEnumerable<StoryEvent> DrawReturn(Random random, int number)
    {
        if (random.Next(20) > 0)
        {
            yield break;
        }

        yield return new StoryEvent(++number, Moments.Beginning, 1, TimeSpan.Zero, Hosts.NotPutBack(random.NextDouble()));
        yield return new StoryEvent(++number, Moments.Gate(GateKind.Finish), 1, TimeSpan.FromSeconds(random.Next(1, 50)), Voters.TurnBack);
    }

    /// <summary>From a source of its own: in one story of so many an actor acts at any moment.</summary>
    private static IEnumerable<StoryEvent> DrawSometimes(Random random, int number, int oneIn, Func<Random, Deed> draw)
    {
        if (random.Next(oneIn) == 0)
        {
            (string moment, TimeSpan delay) = AnyMoment.Draw(random);
            yield return new StoryEvent(++number, moment, random.Next(6) == 0 ? 2 : 1, delay, draw(random));
        }
    }

    /// <summary>A command reaches its host hours after it was sent, and by then everything has been put back without that host.</summary>
    private static IEnumerable<StoryEvent> DrawLateDelivery(Random random, int number)
    {
        if (random.Next(25) > 0)
        {
            yield break;
        }

        string moment = Moments.Command("apply", "oneagent");
        yield return new StoryEvent(
            ++number,
            moment,
            random.Next(1, 4),
            TimeSpan.Zero,
            AzurePeople.OffUntilLate(random.Between(TimeSpan.FromHours(6), TimeSpan.FromHours(14))));
        yield return new StoryEvent(
            ++number,
            moment,
            1,
            random.Between(TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(40)),
            Operators.Abort);
    }

    /// <summary>A copy whose clock was ahead has been on some hosts: they take no command of ours.</summary>
    private static IEnumerable<StoryEvent> DrawFuture(Random random, int number)
    {
        if (random.Next(40) == 0)
        {
            yield return new StoryEvent(
                ++number,
                Moments.Beginning,
                1,
                TimeSpan.Zero,
                Hosts.SawTheFuture([.. Enumerable.Range(0, random.Next(2, 5)).Select(_ => random.NextDouble())]));
        }
    }

    /// <summary>Machines without an agent are in scope: from the beginning, or they join.</summary>
    private static IEnumerable<StoryEvent> DrawBare(Random random, int number)
    {
        if (random.Next(8) == 0)
        {
            (string moment, TimeSpan delay) = random.Next(3) > 0 ? (Moments.Beginning, TimeSpan.Zero) : AnyMoment.Draw(random);
            yield return new StoryEvent(++number, moment, 1, delay, AzurePeople.DrawBare(random));
        }
    }

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
