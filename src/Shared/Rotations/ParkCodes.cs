namespace TenantTokens.Rotations;

/// <summary>Why a rotation can be parked, as machines read it.</summary>
public static class ParkCodes
{
    /// <summary>The plan has problems that must be mended first; nothing was changed.</summary>
    public const string PlanBlocked = "plan-blocked";

    /// <summary>Somebody else's rotation is open; no host was touched.</summary>
    public const string ForeignRotation = "foreign-rotation";

    /// <summary>Somebody else's rotation cannot be taken over: the token that its hosts carry is not known.</summary>
    public const string AdoptionImpossible = "adoption-impossible";

    /// <summary>Start was answered 400 and connection info did not change in time.</summary>
    public const string StartNotSettled = "start-not-settled";

    /// <summary>Dynatrace refused start: it has not happened, and no host was touched.</summary>
    public const string StartRefused = "start-refused";

    /// <summary>The exceptions are not what was approved.</summary>
    public const string RestGrew = "rest-grew";

    /// <summary>Dynatrace refused finish: both tokens are valid still.</summary>
    public const string FinishRefused = "finish-refused";

    /// <summary>Dynatrace refused cancel: both tokens are valid still.</summary>
    public const string CancelRefused = "cancel-refused";

    /// <summary>Nobody can tell whether finish took effect, or it did and the new token is not in force.</summary>
    public const string FinishNotSettled = "finish-not-settled";

    /// <summary>Nobody can tell whether cancel took effect, or it did and the old token is not in force.</summary>
    public const string CancelNotSettled = "cancel-not-settled";

    /// <summary>While we cancelled somebody else finished: the restored hosts are offline until they go forward again.</summary>
    public const string FinishedBySomebodyElse = "finished-by-somebody-else";

    /// <summary>ActiveGates reject more messages than before start: monitoring data is being lost.</summary>
    public const string RejectedMessagesRose = "rejected-messages-rose";

    /// <summary>OneAgents that were online before start are not, and nobody knows them to be off or restarting.</summary>
    public const string AgentsLost = "agents-lost";

    /// <summary>Nobody can tell whether ActiveGates reject messages. Asked once per rotation.</summary>
    public const string MetricUnavailable = "metric-unavailable";

    /// <summary>Dynatrace cannot be read for longer than the policy lets pass.</summary>
    public const string WatchBlind = "watch-blind";

    /// <summary>Dynatrace hands out the old token while our rotation is open.</summary>
    public const string CancelledBySomebodyElse = "cancelled-by-somebody-else";

    /// <summary>Dynatrace hands out a token that is neither the old nor the new one.</summary>
    public const string ForeignToken = "foreign-token";

    /// <summary>Another copy of the product drives the environment; this one has touched nothing.</summary>
    public const string ClaimHeld = "claim-held";

    /// <summary>Another copy of the product has taken the environment over from this one, or its claim is gone.</summary>
    public const string ClaimLost = "claim-lost";

    /// <summary>The vault does not answer, so nobody can tell whether this copy may still send.</summary>
    public const string ClaimUnreadable = "claim-unreadable";

    /// <summary>The first host that was put back is not seen online.</summary>
    public const string RestoreCanaryOffline = "restore-canary-offline";

    /// <summary>The first host that was moved after a doubt, or after a person chose to go forward, is not seen online.</summary>
    public const string CanaryOffline = "canary-offline";

    /// <summary>An activity failed after all its retries.</summary>
    public const string StepFailed = "step-failed";
}
