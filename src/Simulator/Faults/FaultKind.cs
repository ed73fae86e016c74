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
    public const string ScriptKilledAfterStop = "script-killed-after-stop";
    public const string Throttle = "throttle";
    public const string StuckCreating = "stuck-creating";
    public const string LateDelivery = "late-delivery";
    public const string InjectedProcess = "injected-process";
    public const string MoveByHand = "move-by-hand";
    public const string DynatraceError = "dynatrace-error";
    public const string ConnectionInfoLag = "connectioninfo-lag";
    public const string GatewayConnectionInfoOld = "gateway-connectioninfo-old";
    public const string KubernetesAgents = "kubernetes-agents";
    public const string WebhookError = "webhook-error";
    public const string ClockSkew = "clock-skew";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        LoseAnswer, RefuseBefore, Hold, ForeignStart, ForeignFinish, ForeignCancel, MachineOff, MachineOn, StopServices, StartServices,
        ServiceStartFails, ScriptKilledAfterStop, Throttle, StuckCreating, LateDelivery, InjectedProcess, MoveByHand, DynatraceError,
        ConnectionInfoLag, GatewayConnectionInfoOld, KubernetesAgents, WebhookError, ClockSkew,
    ];
}
