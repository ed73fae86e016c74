using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.Machines.Tools;

namespace TenantTokens.Simulator.Machines;

/// <summary>A machine on which the fleet's builder installs Dynatrace components.</summary>
internal interface IFleetMachine : IMachine
{
    /// <summary>The files of an ActiveGate, with the environments' active tokens.</summary>
    IActiveGateFiles CreateActiveGateFiles(
        NetworkZone zone,
        IReadOnlyList<TenantEnvironment> environments,
        bool hasExtensions,
        bool hasRemotePlugins);

    /// <summary>The files of a OneAgent, with the environment's active token.</summary>
    IOneAgentFiles CreateOneAgentFiles(TenantEnvironment environment, string servers);

    void Install(ActiveGate gate, IReadOnlyList<ExtensionModule> modules);

    void Install(OneAgent agent, Func<OneAgent, string> servers);

    /// <summary>Installed a month ago, up for three days. What is on the machine now is what belongs there.</summary>
    void Age(DateTimeOffset now);

    /// <summary>Forgets what earlier commands left on the disk, as a machine does that was created anew from an image.</summary>
    void ForgetCommands();

    /// <summary>A fake program of the machine; null when there is none, or the machine is off.</summary>
    ITool? Tool(string name);
}
