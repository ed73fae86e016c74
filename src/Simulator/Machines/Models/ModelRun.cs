using TenantTokens.Simulator.Machines.Scripts;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Machines.Models;

/// <summary>What one run of the host script on a model knows: its machine, its input, and the report that it writes.</summary>
/// <param name="machine">Where it runs.</param>
/// <param name="input">What it was given.</param>
/// <param name="killed">Cancelled when somebody kills it.</param>
internal sealed class ModelRun(ModelMachine machine, ScriptInput input, CancellationToken killed)
{
    // A busy computer may need more than 60 scaled seconds; each wait ends as soon as it has what it waits for.
    private static readonly TimeSpan _shortestPatience = TimeSpan.FromSeconds(5);

    public ModelMachine Machine => machine;

    public WorldClock Clock => machine.World.Clock;

    public CancellationToken Killed => killed;

    public ScriptInput Input => input;

    public ModelReport Report { get; } = new(input, machine.HostSeconds) { Skew = machine.Skew };

    /// <summary>The marker of earlier runs; null for none.</summary>
    public HostMarker? Marker => machine.Marker(input);

    /// <summary>The fingerprint of the token that is to be here. A probe has none.</summary>
    public string Target => input.Fingerprint(input.Token);

    /// <summary>How long the script waits for something, in the time of the world.</summary>
    public TimeSpan Patience(TimeSpan simulated)
        => Clock.Scaled(simulated) > _shortestPatience ? Clock.Scaled(simulated) : _shortestPatience;

    public void Save(HostMarker marker) => machine.Save(input, marker);

    public ScriptOutcome Refuse(string code, string message) => Report.End(30, "refused", code, message);

    public ScriptOutcome Expire(string code, string message) => Report.End(20, "expired", code, message);

    /// <summary>Refuses a command whose time is over; null while it is not.</summary>
    /// <param name="when">What had not been done by then, for people.</param>
    public ScriptOutcome? IsLate(string when) => machine.HostSeconds > input.NotAfter
        ? Expire("not-after-passed", $"The command was to run before {input.NotAfter}{when}; the clock says {machine.HostSeconds}.")
        : null;

    public bool IsConnected(OneAgent agent)
    {
        lock (machine.World.Sync)
        {
            return agent.IsConnected;
        }
    }

    /// <summary>Writes into the report what the component is by now.</summary>
    public void Describe(ModelComponent component)
    {
        if (!input.IsProbe)
        {
            Report.Fingerprint = Target;
        }

        if (component.Agent is { } agent)
        {
            (Report.Version, Report.HostId) = (agent.Version, agent.HostId);
            Report.Connected = IsConnected(agent);
            Report.Stale = machine.StaleProcesses(
                Marker is { State: HostMarker.Done } marker && marker.Fingerprint == Report.Fingerprint ? marker.ChangedAt : null);
        }
    }
}
