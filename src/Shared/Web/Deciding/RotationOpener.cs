using TenantTokens.Configuration.Options;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;

namespace TenantTokens.Web.Deciding;

/// <summary>Opens rotations that are asked for over the web.</summary>
internal sealed class RotationOpener(RotationOptions options, RotationLedger rotations, AuditTrail audit, TimeProvider time)
{
    private const int MostKey = 200;

    /// <summary>Opens a rotation. Returns it and whether it is new, or why the request is refused.</summary>
    public async Task<(RotationRecord? Rotation, bool IsNew, Refusal? Refusal)> OpenAsync(WebRequest request, OpenRotationRequest wish)
    {
        if (request.Without(wish.Emergency ? WebRoles.Emergency : WebRoles.Operator) is { } noRole)
        {
            return (null, false, noRole);
        }

        if (Check(wish) is { } refusal)
        {
            return (null, false, refusal);
        }

        string environment = wish.Environment ?? options.Environments[0].Id;
        if (wish.RequestKey is { } key && await rotations.FindByKeyAsync(environment, key, request.Stop) is { } known && known.RequestKey == key)
        {
            return (known, false, null);
        }

        if (await rotations.FindLatestAsync(environment, request.Stop) is { } latest && !latest.Phase.IsTerminal())
        {
            return (null, false, IsOpen(latest));
        }

        // A key of its own tells whether somebody else was faster: then theirs comes back.
        string own = wish.RequestKey ?? $"web-{Guid.CreateVersion7(time.GetUtcNow()):N}";
        RotationRequest wanted = new(environment, request.Caller.Name, own, Text(wish.Reason), wish.Emergency, wish.Confirm ?? wish.Emergency)
        {
            AlsoRequestedBy = request.Caller.Subject,
            ExpectedPlanHash = wish.PlanHash,
            OperatorsHeld = wish.OperatorsHeld,
        };
        RotationRecord rotation = await rotations.OpenAsync(wanted, request.Stop);
        if (rotation.RequestKey != own)
        {
            return (null, false, IsOpen(rotation));
        }

        await audit.AddAsync(rotation.RotationId, request.Caller.Event("requested", $"{(wish.Emergency ? "An emergency rotation" : "A rotation")} of {environment} was requested{(wanted.Reason is null ? "" : $": {wanted.Reason}")}."), request.Stop);
        return (rotation, true, null);
    }

    private Refusal? Check(OpenRotationRequest wish)
    {
        string[] known = [.. options.Environments.Select(static environment => environment.Id)];
        return wish switch
        {
            { Environment: null } when known.Length > 1 => Refusals.Bad("environment", $"environment is missing. The environments are: {string.Join(", ", known)}.") with { Allowed = known },
            { Environment: { } wanted } when !known.Contains(wanted, StringComparer.Ordinal) => Refusals.Bad("environment", $"This environment is not configured. The configuration has: {string.Join(", ", known)}.") with { Allowed = known },
            { Emergency: true, Reason: var reason } when string.IsNullOrWhiteSpace(reason) => Refusals.Bad("reason", "An emergency needs a reason for the audit trail."),
            { Reason.Length: > OperatorDesk.MostReason } => Refusals.Bad("reason", $"A reason may have at most {OperatorDesk.MostReason} characters."),
            { RequestKey: { } key } when key.Length is 0 or > MostKey => Refusals.Bad("request-key", $"requestKey must have 1 to {MostKey} characters."),
            { PlanHash: { } hash } when hash.Length is not 16 || !hash.All(char.IsAsciiHexDigitLower) => Refusals.Bad("plan-hash", "planHash must be 16 lower-case hexadecimal digits, as the plan shows it."),
            _ => null,
        };
    }

    private static Refusal IsOpen(RotationRecord rotation)
    {
        string[] allowed = [.. OperatorCommandRules.Allowed(rotation).Select(static kind => kind.ToString())];
        string move = allowed.Contains(nameof(OperatorCommandKind.Escalate)) ? " To turn it into an emergency, use the operator command escalate." : "";
        return new(409, "rotation-open", "A rotation is already open", $"Rotation {rotation.RotationId} of {rotation.EnvironmentId} is {rotation.Phase}, so you cannot start another one beside it.{move}") { Allowed = allowed };
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
