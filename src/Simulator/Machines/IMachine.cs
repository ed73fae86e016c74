using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.Machines.Scripts;

namespace TenantTokens.Simulator.Machines;

/// <summary>
/// A machine of the fleet. It is a tree of real files, with scripts that run under bash or, for Windows, in a hosted PowerShell; or a model
/// in memory, for a fleet of 100,000.
/// </summary>
internal interface IMachine
{
    MachineIdentity Identity { get; }

    bool IsOn { get; }

    /// <summary>Waits until the machine is on, for commands that wait for an Arc machine to come back.</summary>
    Task WhenOnAsync(CancellationToken cancellationToken);

    UnitBoard Units { get; }

    ActiveGate? Gate { get; }

    OneAgent? Agent { get; }

    IReadOnlyList<ISender> Senders { get; }

    /// <summary>Runs a script like the run-command handler.</summary>
    Task<ScriptOutcome> RunAsync(Script script, CancellationToken terminate);

    /// <summary>Sends SIGKILL to the shells of all running scripts, but not to the processes that they started.</summary>
    void KillScripts();

    void PowerOff();

    void PowerOn();

    /// <summary>
    /// Adds a process that has loaded the OneAgent library, and with it the present token, which it keeps until the machine goes down.
    /// </summary>
    void InjectProcess();

    /// <summary>Lists files that did not exist at the start and that no Dynatrace component wrote.</summary>
    IReadOnlyList<string> Leftovers();
}
