namespace TenantTokens.Web.Deciding;

/// <summary>The body of <c>POST /api/rotations</c>.</summary>
/// <param name="Environment">The environment's id; optional when only one is configured.</param>
/// <param name="Reason">Why; required for an emergency.</param>
/// <param name="Emergency">Whether it is an emergency.</param>
/// <param name="RequestKey">The caller's own key: two requests with the same key lead to one rotation.</param>
/// <param name="PlanHash">The hash of the plan that the caller has seen; with any other plan nothing is started.</param>
/// <param name="Confirm">Whether the plan needs no further confirmation; when left out, true for an emergency.</param>
/// <param name="OperatorsHeld">Whether every Kubernetes operator is held back until the ActiveGates are done.</param>
internal sealed record OpenRotationRequest(
    string? Environment = null,
    string? Reason = null,
    bool Emergency = false,
    string? RequestKey = null,
    string? PlanHash = null,
    bool? Confirm = null,
    bool OperatorsHeld = false);
