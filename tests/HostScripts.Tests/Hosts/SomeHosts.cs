using static TenantTokens.HostScripts.Tests.Hosts.HostFacts;

namespace TenantTokens.HostScripts.Tests.Hosts;

/// <summary>Machines with something on them.</summary>
internal static class SomeHosts
{
    /// <summary>A machine with an ActiveGate that runs on the old token, alone.</summary>
    public static HostTree WithActiveGate(string? authorization = null, string name = "host")
        => HostTree.Create(name)
            .With(Authorization, authorization ?? OneEnvironment)
            .With("/var/log/dynatrace/gateway/dynatrace.0.log", "started\n")
            .WithDirectory("/opt/dynatrace/gateway")
            .WithService("dynatracegateway")
            .WithService("dynatraceautoupdater");

    /// <summary>As <see cref="WithActiveGate"/>, with a token in every file that can hold one, and all services.</summary>
    public static HostTree WithFullActiveGate()
        => WithModule()
            .With(ZRemote, $"[general]\ntenant {EnvironmentId}\ntenantToken {OldToken}\n")
            .WithService("zremote");

    /// <summary>As <see cref="WithActiveGate"/>, with the extensions controller.</summary>
    public static HostTree WithModule()
        => WithActiveGate()
            .With(Extensions, ExtensionsText)
            .WithService("extensionsmodule");

    /// <summary>A machine with a OneAgent that runs on the old token and is connected.</summary>
    public static HostTree WithOneAgent()
    {
        HostTree host = HostTree.Create().WithService("oneagent", "/opt/dynatrace/oneagent/agent/initscripts/oneagent");
        host.Agent("tenant", EnvironmentId)
            .Agent("token", OldToken)
            .Agent("host-id", "6b899713d5b4a22c")
            .Agent("version", "1.301.70.20250115");
        host.Agent("server", "{https://a/communication;*https://b/communication}{https://c:9999/communication}");
        return host.WithOneAgentTools(OneAgentTools);
    }
}
