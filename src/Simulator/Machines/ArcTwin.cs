using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.Machines.Scripts;

namespace TenantTokens.Simulator.Machines;

/// <summary>The second identity of a machine that Azure knows twice: a VM with an Arc agent, or the other way round.</summary>
internal sealed class ArcTwin(IMachine machine) : IMachine
{
    public IMachine Machine => machine;

    public MachineIdentity Identity { get; } = machine.Identity.Twin();

    public bool IsOn => machine.IsOn;

    public UnitBoard Units => machine.Units;

    public ActiveGate? Gate => machine.Gate;

    public OneAgent? Agent => machine.Agent;

    public IReadOnlyList<ISender> Senders => machine.Senders;

    public Task WhenOnAsync(CancellationToken cancellationToken) => machine.WhenOnAsync(cancellationToken);

    public Task<ScriptOutcome> RunAsync(Script script, CancellationToken terminate) => machine.RunAsync(script, terminate);

    public void KillScripts() => machine.KillScripts();

    public void PowerOff() => machine.PowerOff();

    public void PowerOn() => machine.PowerOn();

    public void InjectProcess() => machine.InjectProcess();

    public IReadOnlyList<string> Leftovers() => machine.Leftovers();
}
