namespace TenantTokens.Simulator;

/// <summary>The names of the calls that a fault can hit.</summary>
public static class CallName
{
    /// <summary>Stands for whichever call comes next, in a fault that holds one. No call has this name.</summary>
    public const string Any = "any";

    public const string Start = "start";
    public const string Finish = "finish";
    public const string Cancel = "cancel";
    public const string AgentConnectionInfo = "agent-connectioninfo";
    public const string GatewayConnectionInfo = "gateway-connectioninfo";
    public const string ActiveGates = "active-gates";
    public const string OneAgents = "one-agents";
    public const string Metrics = "metrics";
    public const string ResourceGraph = "resource-graph";
    public const string GetMachine = "get-machine";
    public const string ListMachines = "list-machines";
    public const string PutRunCommand = "put-run-command";
    public const string GetRunCommand = "get-run-command";
    public const string ListRunCommands = "list-run-commands";
    public const string DeleteRunCommand = "delete-run-command";
    public const string GetOperation = "get-operation";
    public const string PutSecret = "put-secret";
    public const string GetSecret = "get-secret";
    public const string PatchSecret = "patch-secret";
    public const string ListSecretVersions = "list-secret-versions";
    public const string TeamsWebhook = "teams-webhook";
    public const string SendMail = "send-mail";
    public const string GetMailOperation = "get-mail-operation";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Start,
        Finish,
        Cancel,
        AgentConnectionInfo,
        GatewayConnectionInfo,
        ActiveGates,
        OneAgents,
        Metrics,
        ResourceGraph,
        GetMachine,
        ListMachines,
        PutRunCommand,
        GetRunCommand,
        ListRunCommands,
        DeleteRunCommand,
        GetOperation,
        PutSecret,
        GetSecret,
        PatchSecret,
        ListSecretVersions,
        TeamsWebhook,
        SendMail,
        GetMailOperation,
    ];
}
