namespace TenantTokens.Web.Deciding;

/// <summary>The body of <c>POST /api/rotations</c>.</summary>
/// <param name="Environment">Which environment; may be left out when only one is configured.</param>
/// <param name="Reason">Why; mandatory in an emergency.</param>
/// <param name="Emergency">Whether it is an emergency.</param>
/// <param name="RequestKey">The caller's own key: asking twice with it gives one rotation.</param>
/// <param name="PlanHash">The plan that the caller has seen; with another one nothing is started.</param>
/// <param name="Confirm">Whether the plan needs no further yes; true for an emergency when left out.</param>
/// <param name="OperatorsHeld">Whether every Kubernetes operator is held until the ActiveGates are done.</param>
internal sealed record OpenRotationRequest(
    string? Environment = null,
    string? Reason = null,
    bool Emergency = false,
    string? RequestKey = null,
    string? PlanHash = null,
    bool? Confirm = null,
    bool OperatorsHeld = false);
