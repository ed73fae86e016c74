using TenantTokens.Configuration.Options;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;

namespace TenantTokens.Web.Deciding;

/// <summary>Opens rotations that are requested over the web.</summary>
internal sealed class RotationOpener(RotationOptions options, RotationLedger rotations, OperatorHold operators, AuditTrail audit)
{
    private const int MaxKey = 200;

    /// <summary>Opens a rotation. Returns it and whether it is new, or why the request is refused.</summary>
    public async Task<(RotationRecord? Rotation, bool IsNew, Refusal? Refusal)> OpenAsync(WebRequest request, OpenRotationRequest wish)
    {
        if ((request.Without(wish.Emergency ? WebRoles.Emergency : WebRoles.Operator) ?? Check(wish)) is { } refusal)
        {
            return (null, false, refusal);
        }

        string environment = wish.Environment ?? options.Environments[0].Id;
        if (wish.RequestKey is { } key
            && await rotations.FindByKeyAsync(environment, key, request.CancellationToken) is { } known
            && known.RequestKey == key)
        {
            return (await HoldAsync(request, wish, new(known, IsNew: false)), false, null);
        }

        if (await rotations.FindLatestAsync(environment, request.CancellationToken) is { } latest && !latest.Phase.IsTerminal())
        {
            return (null, false, IsOpen(latest));
        }

        RotationOpening opening = await rotations.OpenAsync(From(request.Caller, wish, environment), request.CancellationToken);
        RotationRecord rotation = opening.Rotation;
        if (!opening.IsNew)
        {
            // Another request was faster. One with the same key is the same request.
            return wish.RequestKey is { } own && rotation.RequestKey == own ? (rotation, false, null) : (null, false, IsOpen(rotation));
        }

        string why = rotation.Reason is null ? "" : $": {rotation.Reason}";
        string what = $"{(wish.Emergency ? "An emergency rotation" : "A rotation")} of {environment} was requested{why}.";
        await audit.AddAsync(rotation.RotationId, request.Caller.Event("requested", what), request.CancellationToken);
        return (await HoldAsync(request, wish, opening), true, null);
    }

    private static RotationRequest From(Caller caller, OpenRotationRequest wish, string environment)
        => new(environment, caller.Name, wish.RequestKey, Text(wish.Reason), wish.Emergency, wish.Confirm ?? wish.Emergency)
        {
            AlsoRequestedBy = caller.Subject,
            ExpectedPlanHash = wish.PlanHash,
            OperatorsHeld = wish.OperatorsHeld,
        };

    /// <summary>Records the operators' hold. A repeated request with the same key may add it.</summary>
    private async Task<RotationRecord> HoldAsync(WebRequest request, OpenRotationRequest wish, RotationOpening opening)
        => wish.OperatorsHeld
            ? await operators.RecordAsync(opening, request.Caller.Event(OperatorHold.AuditCode, ""), request.CancellationToken)
            : opening.Rotation;

    private Refusal? Check(OpenRotationRequest wish)
    {
        string[] known = [.. options.Environments.Select(static environment => environment.Id)];
        string names = string.Join(", ", known);
        return wish switch
        {
            { Environment: null } when known.Length > 1
                => Refusals.Bad("environment", $"environment is missing. The environments are: {names}.") with { Allowed = known },
            { Environment: { } wanted } when !known.Contains(wanted, StringComparer.Ordinal) => Refusals.Bad(
                "environment",
                $"This environment is not configured. The configuration has: {names}.") with { Allowed = known },
            { Emergency: true, Reason: var reason } when string.IsNullOrWhiteSpace(reason)
                => Refusals.Bad("reason", "An emergency needs a reason for the audit trail."),
            { Reason.Length: > OperatorDesk.MaxReason }
                => Refusals.Bad("reason", $"A reason may have at most {OperatorDesk.MaxReason} characters."),
            { RequestKey: { } key } when key.Length is 0 or > MaxKey
                => Refusals.Bad("request-key", $"requestKey must have 1 to {MaxKey} characters."),
            { PlanHash: { } hash } when hash.Length is not 16 || !hash.All(char.IsAsciiHexDigitLower)
                => Refusals.Bad("plan-hash", "planHash must be 16 lower-case hexadecimal digits, as the plan shows it."),
            _ => null,
        };
    }

    private static Refusal IsOpen(RotationRecord rotation)
    {
        string[] allowed = [.. OperatorCommandRules.Allowed(rotation).Select(static kind => kind.ToString())];
        string move = allowed.Contains(nameof(OperatorCommandKind.Escalate))
            ? " To turn it into an emergency, use the operator command escalate."
            : "";
        string detail = $"Rotation {rotation.RotationId} of {rotation.EnvironmentId} is {rotation.Phase}, so you cannot start another one"
            + $" beside it.{move}";
        return new(409, "rotation-open", "A rotation is already open", detail) { Allowed = allowed };
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
