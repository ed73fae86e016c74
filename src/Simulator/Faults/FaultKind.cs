namespace TenantTokens.Simulator;

/// <summary>The names of the faults.</summary>
public static class FaultKind
{
    public const string LoseAnswer = "lose-answer";
    public const string RefuseBefore = "refuse-before";
    public const string Hold = "hold";
    public const string ForeignStart = "foreign-start";
    public const string ForeignFinish = "foreign-finish";
    public const string ForeignCancel = "foreign-cancel";
    public const string MachineOff = "machine-off";
    public const string MachineOn = "machine-on";
    public const string StopServices = "stop-services";
    public const string StartServices = "start-services";
    public const string ServiceStartFails = "service-start-fails";
    public const string ServiceMasked = "service-masked";
    public const string ServiceLoops = "service-loops";
    public const string ServiceRepaired = "service-repaired";
    public const string ScriptKilledAfterStop = "script-killed-after-stop";
    public const string ApplyFails = "apply-fails";
    public const string Throttle = "throttle";
    public const string StuckCreating = "stuck-creating";
    public const string LateDelivery = "late-delivery";
    public const string InjectedProcess = "injected-process";
    public const string MoveByHand = "move-by-hand";
    public const string ReImage = "re-image";
    public const string AgentUpdate = "agent-update";
    public const string DynatraceError = "dynatrace-error";
    public const string ConnectionInfoLag = "connectioninfo-lag";
    public const string GatewayConnectionInfoOld = "gateway-connectioninfo-old";
    public const string EmptyPages = "empty-pages";
    public const string MetricUnavailable = "metric-unavailable";
    public const string MetricAvailable = "metric-available";
    public const string RejectedMessages = "rejected-messages";
    public const string GateRejectsOld = "gate-rejects-old";
    public const string GateOffline = "gate-offline";
    public const string GateNewId = "gate-new-id";
    public const string ClockSkew = "clock-skew";
    public const string ArcAgent = "arc-agent";
    public const string ArcDisconnected = "arc-disconnected";
    public const string ArcConnected = "arc-connected";
    public const string PowerStateMissing = "power-state-missing";
    public const string OsTypeMissing = "os-type-missing";
    public const string OsNameMissing = "os-name-missing";
    public const string MachinesJoin = "machines-join";
    public const string MachinesLeave = "machines-leave";
    public const string DeletedMachines = "deleted-machines";
    public const string ArcTwin = "arc-twin";
    public const string InstallOneAgent = "install-oneagent";
    public const string AgentReinstalled = "agent-reinstalled";
    public const string AgentUnlisted = "agent-unlisted";
    public const string ContainerGate = "container-gate";
    public const string StandaloneAgents = "standalone-agents";
    public const string ScaleSetAgents = "scale-set-agents";
    public const string KubernetesAgents = "kubernetes-agents";
    public const string HoldOperators = "hold-operators";
    public const string ReleaseOperators = "release-operators";
    public const string Tag = "tag";
    public const string WebhookError = "webhook-error";
    public const string Lock = "lock";
    public const string Unlock = "unlock";
    public const string StuckDeleting = "stuck-deleting";
    public const string DeletionsResume = "deletions-resume";
    public const string ExecutionState = "execution-state";
    public const string MetricSilent = "metric-silent";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        LoseAnswer,
        RefuseBefore,
        Hold,
        ForeignStart,
        ForeignFinish,
        ForeignCancel,
        MachineOff,
        MachineOn,
        StopServices,
        StartServices,
        ServiceStartFails,
        ServiceMasked,
        ServiceLoops,
        ServiceRepaired,
        ScriptKilledAfterStop,
        ApplyFails,
        Throttle,
        StuckCreating,
        LateDelivery,
        InjectedProcess,
        MoveByHand,
        ReImage,
        AgentUpdate,
        DynatraceError,
        ConnectionInfoLag,
        GatewayConnectionInfoOld,
        EmptyPages,
        MetricUnavailable,
        MetricAvailable,
        RejectedMessages,
        GateRejectsOld,
        GateOffline,
        GateNewId,
        ClockSkew,
        ArcAgent,
        ArcDisconnected,
        ArcConnected,
        PowerStateMissing,
        OsTypeMissing,
        OsNameMissing,
        MachinesJoin,
        MachinesLeave,
        DeletedMachines,
        ArcTwin,
        InstallOneAgent,
        AgentReinstalled,
        AgentUnlisted,
        ContainerGate,
        StandaloneAgents,
        ScaleSetAgents,
        KubernetesAgents,
        HoldOperators,
        ReleaseOperators,
        Tag,
        WebhookError,
        Lock,
        Unlock,
        StuckDeleting,
        DeletionsResume,
        ExecutionState,
        MetricSilent,
    ];
}
