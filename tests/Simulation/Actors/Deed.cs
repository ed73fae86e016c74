using TenantTokens.Simulation.Runs;

namespace TenantTokens.Simulation.Actors;

/// <summary>Something that an actor does.</summary>
/// <param name="Actor">Who: one word.</param>
/// <param name="Tells">What, as a clause: "somebody cancels the rotation at Dynatrace".</param>
/// <param name="DoAsync">Does it.</param>
internal sealed record Deed(string Actor, string Tells, Func<SeedRun, Task> DoAsync)
{
    public static Deed Of(string actor, string tells, Action<SeedRun> act) => new(actor, tells, run =>
    {
        act(run);
        return Task.CompletedTask;
    });
}
