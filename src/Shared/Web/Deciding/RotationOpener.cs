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
    private const int MaxKey = 200;

    /// <summary>The rotation and whether it is new, or why it is refused.</summary>
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
        if (wish.RequestKey is { } key
            && await rotations.FindByKeyAsync(environment, key, request.CancellationToken) is { } known
            && known.RequestKey == key)
        {
            return (known, false, null);
        }

        if (await rotations.FindLatestAsync(environment, request.CancellationToken) is { } latest && !latest.Phase.IsTerminal())
        {
            return (null, false, IsOpen(latest));
        }

        // A key of its own tells whether somebody else was faster: then theirs comes back.
        string own = wish.RequestKey ?? $"web-{Guid.CreateVersion7(time.GetUtcNow()):N}";
        RotationRecord rotation = await rotations.OpenAsync(Wanted(request, wish, environment, own), request.CancellationToken);
        if (rotation.RequestKey != own)
        {
            return (null, false, IsOpen(rotation));
        }

        await RecordAsync(request, wish, rotation, environment);
        return (rotation, true, null);
    }

    private static RotationRequest Wanted(WebRequest request, OpenRotationRequest wish, string environment, string key)
        => new(environment, request.Caller.Name, key, Text(wish.Reason), wish.Emergency, wish.Confirm ?? wish.Emergency)
        {
            AlsoRequestedBy = request.Caller.Subject,
            ExpectedPlanHash = wish.PlanHash,
            OperatorsHeld = wish.OperatorsHeld,
        };

    private async Task RecordAsync(WebRequest request, OpenRotationRequest wish, RotationRecord rotation, string environment)
    {
        string what = wish.Emergency ? "An emergency rotation" : "A rotation";
        string reason = Text(wish.Reason) is { } text ? $": {text}" : "";
        await audit.AddAsync(
            rotation.RotationId,
            request.Caller.Event("requested", $"{what} of {environment} was requested{reason}."),
            request.CancellationToken);
    }

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
