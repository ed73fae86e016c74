namespace TenantTokens.Rotations;

/// <summary>A request for a rotation.</summary>
/// <param name="EnvironmentId">The Dynatrace environment's id.</param>
/// <param name="RequestedBy">The person who requests it and therefore may not approve it.</param>
/// <param name="RequestKey">The caller's own key: two requests with the same key lead to one rotation. Null when there is none.</param>
/// <param name="Reason">Why; required for an emergency.</param>
/// <param name="Emergency">Whether it is an emergency.</param>
/// <param name="PlanConfirmed">Whether the plan needs no further confirmation.</param>
public sealed record RotationRequest(
    string EnvironmentId,
    string RequestedBy,
    string? RequestKey = null,
    string? Reason = null,
    bool Emergency = false,
    bool PlanConfirmed = false)
{
    /// <summary>The hash of the plan that the caller has seen; any other plan is blocked. Null when every plan is accepted.</summary>
    public string? ExpectedPlanHash { get; init; }

    /// <summary>Whether the caller confirms that Kubernetes operators are held back until the ActiveGates are done.</summary>
    public bool OperatorsHeld { get; init; }

    /// <summary>
    /// Another identity that counts as the requester: another name, or the user who owns the API key. Null when there is none.
    /// </summary>
    public string? AlsoRequestedBy { get; init; }

    /// <summary>Six hex digits at the end of the rotation's id; random when null.</summary>
    public string? Suffix { get; init; }

    /// <summary>Makes the row of the new rotation.</summary>
    public RotationRecord ToRecord(DateTimeOffset now) => new()
    {
        RotationId = $"rot-{now.UtcDateTime:yyyyMMdd-HHmmss}-{Suffix ?? Guid.CreateVersion7(now).ToString("N")[^6..]}",
        EnvironmentId = EnvironmentId,
        RequestedBy = RequestedBy,
        AlsoRequestedBy = AlsoRequestedBy,
        RequestKey = RequestKey,
        Reason = Reason,
        Emergency = Emergency,
        EscalationLaid = Emergency,
        PlanConfirmed = PlanConfirmed,
        ExpectedPlanHash = ExpectedPlanHash,
        OperatorsHeld = OperatorsHeld,
        CreatedAt = now,
    };
}
