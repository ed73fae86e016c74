namespace TenantTokens.Rotations;

/// <summary>Somebody asks for a rotation.</summary>
/// <param name="EnvironmentId">The Dynatrace environment.</param>
/// <param name="RequestedBy">Who asks; never allowed to approve.</param>
/// <param name="RequestKey">The caller's own key: asking twice with one key gives one rotation.</param>
/// <param name="Reason">Why; mandatory for an emergency.</param>
/// <param name="Emergency">Whether it is an emergency.</param>
/// <param name="PlanConfirmed">Whether the plan needs no further yes.</param>
public sealed record RotationRequest(
    string EnvironmentId,
    string RequestedBy,
    string? RequestKey = null,
    string? Reason = null,
    bool Emergency = false,
    bool PlanConfirmed = false)
{
    /// <summary>The plan that the caller has seen; another one is blocked. Null when any plan will do.</summary>
    public string? ExpectedPlanHash { get; init; }

    /// <summary>Whether the caller confirms that Kubernetes operators are held until the ActiveGates are done.</summary>
    public bool OperatorsHeld { get; init; }

    /// <summary>Who else counts as having asked: another name of the requester, or who holds the API key that asks.</summary>
    public string? AlsoRequestedBy { get; init; }

    /// <summary>Six hexadecimal digits that end the rotation's id; drawn by chance when null.</summary>
    public string? Suffix { get; init; }

    /// <summary>A new rotation's row.</summary>
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
