using TenantTokens.Simulator.Machines.Scripts;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Machines.Models;

/// <summary>The data of one run of the host script on a model: its machine, its input and its report.</summary>
/// <param name="machine">The machine.</param>
/// <param name="input">The parameters of the script.</param>
/// <param name="killed">Cancelled when the script is killed.</param>
internal sealed class ModelRun(ModelMachine machine, ScriptInput input, CancellationToken killed)
{
    // A busy computer may need more than 60 scaled seconds. Each wait ends as soon as its condition is met.
    private static readonly TimeSpan _shortestPatience = TimeSpan.FromSeconds(5);

    public ModelMachine Machine => machine;

    public WorldClock Clock => machine.World.Clock;

    public CancellationToken Killed => killed;

    public ScriptInput Input => input;

    public ModelReport Report { get; } = new(input, machine.HostSeconds) { Skew = machine.Skew };

    /// <summary>The marker of earlier runs; null for none.</summary>
    public HostMarker? Marker => machine.Marker(input);

    /// <summary>The fingerprint of the token to write; a probe has none.</summary>
    public string Target => input.Fingerprint(input.Token);

    /// <summary>Returns how long the script waits for something, in real time.</summary>
    public TimeSpan Patience(TimeSpan simulated)
        => Clock.Scaled(simulated) > _shortestPatience ? Clock.Scaled(simulated) : _shortestPatience;

    public void Save(HostMarker marker) => machine.Save(input, marker);

    public ScriptOutcome Refuse(string code, string message) => Report.End(30, "refused", code, message);

    public ScriptOutcome Expire(string code, string message) => Report.End(20, "expired", code, message);

    /// <summary>Refuses a command after its not-after; null before.</summary>
    /// <param name="when">What had not been done by then, in words for people.</param>
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

    /// <summary>Adds the present state of the component to the report.</summary>
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
