namespace TenantTokens.Rotations.Commands;

/// <summary>A request to give a command.</summary>
/// <param name="Kind">The kind of command.</param>
/// <param name="By">The person who gives it.</param>
/// <param name="Reason">The reason; required for skip, escalate and take-over.</param>
/// <param name="Target">
/// For retry and skip: a target's name (<c>oneagent/web-03</c>) or id. For take-over: the name of the copy that holds the claim.
/// </param>
public sealed record OperatorCommandRequest(OperatorCommandKind Kind, string By, string? Reason = null, string? Target = null);
