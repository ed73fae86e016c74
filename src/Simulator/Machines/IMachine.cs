using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.Machines.Scripts;

namespace TenantTokens.Simulator.Machines;

/// <summary>
/// A machine of the fleet: a tree of real files whose scripts run under bash, or in a hosted PowerShell where it runs Windows; a model in
/// memory for a fleet of 100,000 is another one.
/// </summary>
internal interface IMachine
{
    MachineIdentity Identity { get; }

    bool IsOn { get; }

    /// <summary>Done when the machine is on; for commands that wait for an Arc machine to come back.</summary>
    Task WhenOnAsync(CancellationToken cancellationToken);

    UnitBoard Units { get; }

    ActiveGate? Gate { get; }

    OneAgent? Agent { get; }

    IReadOnlyList<ISender> Senders { get; }

    /// <summary>Runs a script as the run-command handler does.</summary>
    Task<ScriptOutcome> RunAsync(Script script, CancellationToken terminate);

    /// <summary>SIGKILL for the shells of all scripts that run now, not for what they started.</summary>
    void KillScripts();

    void PowerOff();

    void PowerOn();

    /// <summary>A process that loaded the OneAgent library, and with it today's token, and keeps it until the machine goes down.</summary>
    void InjectProcess();

    /// <summary>Files that were not there at the start and that no Dynatrace component wrote.</summary>
    IReadOnlyList<string> Leftovers();
}
