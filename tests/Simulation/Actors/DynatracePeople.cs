namespace TenantTokens.Simulation.Actors;

/// <summary>Other people and other tools at Dynatrace, who start, cancel and finish rotations by hand at any moment.</summary>
internal static class DynatracePeople
{
    private const string Actor = "people at Dynatrace";

    public static Deed Start { get; } = Deed.Of(Actor, "somebody starts a rotation at Dynatrace", static run => run.World.StartByPeople());

    public static Deed Cancel { get; } = Deed.Of(
        Actor,
        "somebody cancels the open rotation at Dynatrace",
        static run => run.World.CancelByPeople());

    public static Deed Finish { get; } = Deed.Of(
        Actor,
        "somebody finishes the open rotation at Dynatrace",
        static run => run.World.FinishByPeople());

    private static Deed CancelAndStart { get; } = Deed.Of(
        Actor,
        "somebody cancels the open rotation at Dynatrace and starts another",
        static run =>
        {
            run.World.CancelByPeople();
            run.World.StartByPeople();
        });

    private static Deed FinishAndStart { get; } = Deed.Of(
        Actor,
        "somebody finishes the open rotation at Dynatrace and starts another",
        static run =>
        {
            run.World.FinishByPeople();
            run.World.StartByPeople();
        });

    public static Deed Draw(Random random) => random.Next(100) switch
    {
        < 25 => Start,
        < 50 => Cancel,
        < 65 => Finish,
        < 88 => CancelAndStart,
        _ => FinishAndStart,
    };

    /// <summary>When they act.</summary>
    public static (string Moment, TimeSpan Delay) When(Random random) => AnyMoment.Draw(random);
}
