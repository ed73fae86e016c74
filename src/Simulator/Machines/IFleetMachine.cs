using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.Machines.Tools;

namespace TenantTokens.Simulator.Machines;

/// <summary>A machine on which the fleet builder installs Dynatrace components.</summary>
internal interface IFleetMachine : IMachine
{
    /// <summary>Creates the files of an ActiveGate with the environments' active tokens.</summary>
    IActiveGateFiles CreateActiveGateFiles(
        NetworkZone zone,
        IReadOnlyList<TenantEnvironment> environments,
        bool hasExtensions,
        bool hasRemotePlugins);

    /// <summary>Creates the files of a OneAgent with the environment's active token.</summary>
    IOneAgentFiles CreateOneAgentFiles(TenantEnvironment environment, string servers);

    void Install(ActiveGate gate, IReadOnlyList<ExtensionModule> modules);

    void Install(OneAgent agent, Func<OneAgent, string> servers);

    /// <summary>Ages the machine: installed a month ago, up for three days. Its present files count as belonging there.</summary>
    void Age(DateTimeOffset now);

    /// <summary>Removes what earlier commands left on the disk, as re-creating the machine from an image does.</summary>
    void ForgetCommands();

    /// <summary>Returns a simulated program of the machine; null when there is none or the machine is off.</summary>
    ITool? Tool(string name);
}
