namespace TenantTokens.Rotations;

/// <summary>Codes for why a rotation is parked.</summary>
public static class ParkCodes
{
    /// <summary>The plan has problems that must be fixed first; nothing was changed.</summary>
    public const string PlanBlocked = "plan-blocked";

    /// <summary>A rotation that was started by another party is open; no host was changed.</summary>
    public const string ForeignRotation = "foreign-rotation";

    /// <summary>The other party's rotation cannot be taken over, because the token of its hosts is not known.</summary>
    public const string AdoptionImpossible = "adoption-impossible";

    /// <summary>Start was answered 400, and connection info did not change in time.</summary>
    public const string StartNotSettled = "start-not-settled";

    /// <summary>Dynatrace refused start. It did not take effect, and no host was changed.</summary>
    public const string StartRefused = "start-refused";

    /// <summary>The exceptions have grown since the approval.</summary>
    public const string RestGrew = "rest-grew";

    /// <summary>Dynatrace refused finish; both tokens are still valid.</summary>
    public const string FinishRefused = "finish-refused";

    /// <summary>Dynatrace refused cancel; both tokens are still valid.</summary>
    public const string CancelRefused = "cancel-refused";

    /// <summary>It is not known whether finish took effect, or it did and the new token is not in force.</summary>
    public const string FinishNotSettled = "finish-not-settled";

    /// <summary>It is not known whether cancel took effect, or it did and the old token is not in force.</summary>
    public const string CancelNotSettled = "cancel-not-settled";

    /// <summary>
    /// During our cancel, another party finished the rotation. The restored hosts are offline until they get the new token again.
    /// </summary>
    public const string FinishedBySomebodyElse = "finished-by-somebody-else";

    /// <summary>ActiveGates reject more messages than before start: monitoring data is being lost.</summary>
    public const string RejectedMessagesRose = "rejected-messages-rose";

    /// <summary>OneAgents that were online before start are offline, and they are not known to be off or restarting.</summary>
    public const string AgentsLost = "agents-lost";

    /// <summary>It is not known whether ActiveGates reject messages. Asked once per rotation.</summary>
    public const string MetricUnavailable = "metric-unavailable";

    /// <summary>Dynatrace has been unreadable for longer than the policy allows.</summary>
    public const string WatchBlind = "watch-blind";

    /// <summary>Dynatrace hands out the old token while our rotation is open.</summary>
    public const string CancelledBySomebodyElse = "cancelled-by-somebody-else";

    /// <summary>Dynatrace hands out a token that is neither the old nor the new one.</summary>
    public const string ForeignToken = "foreign-token";

    /// <summary>Another copy of the product drives the environment; this one has changed nothing.</summary>
    public const string ClaimHeld = "claim-held";

    /// <summary>Another copy of the product has taken over the environment, or this copy's claim is gone.</summary>
    public const string ClaimLost = "claim-lost";

    /// <summary>The vault does not answer, so it is not known whether this copy may still send.</summary>
    public const string ClaimUnreadable = "claim-unreadable";

    /// <summary>The first restored host is not seen online.</summary>
    public const string RestoreCanaryOffline = "restore-canary-offline";

    /// <summary>The first host that got the new token after a doubt, or after a person chose to go forward, is not seen online.</summary>
    public const string CanaryOffline = "canary-offline";

    /// <summary>An activity failed after all its retries.</summary>
    public const string StepFailed = "step-failed";
}
