using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;

namespace TenantTokens.Web.Deciding;

/// <summary>Gives operator commands that arrive over the web. A refusal says what is allowed.</summary>
internal sealed class OperatorDesk(RotationLedger rotations, OperatorCommandLedger commands)
{
    /// <summary>The longest reason, in characters.</summary>
    public const int MaxReason = 1000;

    private const int MaxTarget = 300;

    /// <summary>Gives a command. Returns the answer, or why the request is refused.</summary>
    public async Task<(OperatorAnswer? Answer, Refusal? Refusal)> GiveAsync(
        WebRequest request, string? command, string? reason, string? target)
    {
        if (request.Without(WebRoles.Operator) is { } refusal)
        {
            return (null, refusal);
        }

        string[] names = Enum.GetNames<OperatorCommandKind>();
        if (!names.Contains(command, StringComparer.OrdinalIgnoreCase)
            || !Enum.TryParse(command, ignoreCase: true, out OperatorCommandKind kind))
        {
            string known = $"This operator command does not exist. The operator commands are: {string.Join(", ", names)}.";
            return (null, Refusals.Bad("command", known) with { Allowed = names });
        }

        if (kind is OperatorCommandKind.Escalate && request.Without(WebRoles.Emergency) is { } noEmergency)
        {
            return (null, noEmergency);
        }

        if (reason is { Length: > MaxReason } || target is { Length: > MaxTarget })
        {
            return (null, Refusals.Bad("too-long", $"A reason may have at most {MaxReason} characters, a target at most {MaxTarget}."));
        }

        bool hasTarget = kind is OperatorCommandKind.Retry or OperatorCommandKind.Skip or OperatorCommandKind.TakeOver;
        return await GiveAsync(request, new(kind, request.Caller.Name, Text(reason), hasTarget ? Text(target) : null));
    }

    private async Task<(OperatorAnswer? Answer, Refusal? Refusal)> GiveAsync(WebRequest request, OperatorCommandRequest wanted)
    {
        if (await rotations.FindAsync(request.Route("rotation"), request.CancellationToken) is not { } rotation)
        {
            return (null, Refusals.NoRotation);
        }

        OperatorAnswer answer = await commands.GiveAsync(
            rotation.RotationId,
            wanted,
            request.Caller.Event("command", ""),
            request.CancellationToken);
        return answer.Accepted ? (answer, null) : (null, await RefusedAsync(rotation.RotationId, answer, request.CancellationToken));
    }

    private async Task<Refusal> RefusedAsync(string rotationId, OperatorAnswer answer, CancellationToken cancellationToken)
    {
        IReadOnlyList<OperatorCommandKind> allowed = OperatorCommandRules.Allowed(await rotations.GetAsync(rotationId, cancellationToken));
        return new(409, "command-refused", "This operator command was refused", answer.Message)
        {
            Allowed = [.. allowed.Select(static one => one.ToString())],
        };
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
