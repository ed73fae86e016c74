namespace TenantTokens.Simulation.Actors;

/// <summary>Somebody does something some time after something has happened.</summary>
/// <param name="Number">Its number in the story.</param>
/// <param name="Moment">What has happened, see <see cref="Moments"/>.</param>
/// <param name="Nth">For the how-manieth time.</param>
/// <param name="Delay">How long after that; zero for in the same instant, before anything else.</param>
/// <param name="Deed">What is done.</param>
internal sealed record StoryEvent(int Number, string Moment, int Nth, TimeSpan Delay, Deed Deed)
{
    public override string ToString()
    {
        string when = Nth == 1 ? Moment : $"{Moment} (time {Nth})";
        return Delay == TimeSpan.Zero ? $"{when}: {Deed.Tells}" : $"{Durations.Tell(Delay)} after {when}: {Deed.Tells}";
    }
}
