using TenantTokens.Simulator;

namespace TenantTokens.Simulation.World;

/// <summary>Finds the name of a call in its method and path.</summary>
internal static class CallNames
{
    /// <summary>Whether Dynatrace answers it.</summary>
    public static bool IsOfDynatrace(string call) => call is CallName.Start or CallName.Finish or CallName.Cancel
        or CallName.AgentConnectionInfo or CallName.GatewayConnectionInfo or CallName.ActiveGates or CallName.OneAgents or CallName.Metrics;

    public static string Of(string method, string path)
    {
        string last = path[(path.LastIndexOf('/') + 1)..];
        return path switch
        {
            _ when path.Contains("/tenantTokenRotation/", StringComparison.Ordinal) => last,
            _ when path.EndsWith("/agent/connectioninfo", StringComparison.Ordinal) => CallName.AgentConnectionInfo,
            _ when path.EndsWith("/gateway/connectioninfo", StringComparison.Ordinal) => CallName.GatewayConnectionInfo,
            _ when path.Contains("/api/v2/activeGates", StringComparison.Ordinal) => CallName.ActiveGates,
            _ when path.EndsWith("/oneagents", StringComparison.Ordinal) => CallName.OneAgents,
            _ when path.EndsWith("/metrics/query", StringComparison.Ordinal) => CallName.Metrics,
            _ when path.Contains("Microsoft.ResourceGraph", StringComparison.OrdinalIgnoreCase) => CallName.ResourceGraph,
            _ when path.EndsWith("/runCommands", StringComparison.OrdinalIgnoreCase) => CallName.ListRunCommands,
            _ when path.Contains("/runCommands/", StringComparison.OrdinalIgnoreCase) => method switch
            {
                "PUT" => CallName.PutRunCommand,
                "DELETE" => CallName.DeleteRunCommand,
                _ => CallName.GetRunCommand,
            },
            _ when path.Contains("/operations/", StringComparison.OrdinalIgnoreCase) => CallName.GetOperation,
            _ when path.StartsWith("/secrets/", StringComparison.Ordinal) => method switch
            {
                "PUT" => CallName.PutSecret,
                "PATCH" => CallName.PatchSecret,
                _ when last is "versions" => CallName.ListSecretVersions,
                _ => CallName.GetSecret,
            },
            _ when path.StartsWith("/hooks/", StringComparison.Ordinal) => CallName.TeamsWebhook,
            _ when last is "virtualMachines" or "machines" => CallName.ListMachines,
            _ => CallName.GetMachine,
        };
    }
}
