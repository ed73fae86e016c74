namespace TenantTokens.Rotations.Commands;

/// <summary>Somebody tells a rotation something.</summary>
/// <param name="Kind">What.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why; skip, escalate and take-over need it.</param>
/// <param name="Target">
/// Retry, skip: a target's name (<c>oneagent/web-03</c>) or id. Take-over: the name of the copy that holds the claim.
/// </param>
public sealed record OperatorCommandRequest(OperatorCommandKind Kind, string By, string? Reason = null, string? Target = null);
