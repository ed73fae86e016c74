namespace TenantTokens.Simulator.Machines.Files;

/// <summary>
/// The folders of Dynatrace's files on a system, relative to the tree (docs/facts/dynatrace.md §3.1, §4.2). On Windows each drive is a
/// directory.
/// </summary>
/// <param name="GatewayConfig">The folder of authorization.properties.</param>
/// <param name="Gateway">The folder of the ActiveGate's executables.</param>
/// <param name="RootDir">The same folder, as the ActiveGate's configuration names it.</param>
/// <param name="Modules">The folder of extensions.conf and ruxitagent.conf.</param>
/// <param name="GatewayLog">The ActiveGate's log.</param>
/// <param name="AgentConfig">The folder of deployment.conf and ruxitagentproc.conf.</param>
/// <param name="AgentLog">The OneAgent's log.</param>
internal sealed record TreeLayout(
    string GatewayConfig,
    string Gateway,
    string RootDir,
    string Modules,
    string GatewayLog,
    string AgentConfig,
    string AgentLog)
{
    public static TreeLayout Linux { get; } = new(
        "var/lib/dynatrace/gateway/config",
        "opt/dynatrace/gateway",
        "/opt/dynatrace/gateway",
        "opt/dynatrace/remotepluginmodule/agent/conf",
        "var/log/dynatrace/gateway/dynatracegateway.0.0.log",
        "var/lib/dynatrace/oneagent/agent/config",
        "var/log/dynatrace/oneagent/os/oneagentos.log");

    public static TreeLayout Windows { get; } = new(
        "C/ProgramData/dynatrace/gateway/config",
        "C/Program Files/dynatrace/gateway",
        "C:/Program Files/dynatrace/gateway",
        "C/Program Files/dynatrace/remotepluginmodule/agent/conf",
        "C/ProgramData/dynatrace/gateway/log/dynatracegateway.0.0.log",
        "C/ProgramData/dynatrace/oneagent/agent/config",
        "C/ProgramData/dynatrace/oneagent/log/os/oneagentos.log");
}
