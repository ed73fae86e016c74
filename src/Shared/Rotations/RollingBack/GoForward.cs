using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.InForce;
using TenantTokens.Rotations.Plans;

namespace TenantTokens.Rotations.RollingBack;

/// <summary>
/// Carries out an operator's "forward" to a parked rotation: everything without the new token gets it, the first ActiveGate and the first
/// OneAgent alone. Refused while Dynatrace hands out the old token, because the new one is then invalid.
/// </summary>
public sealed class GoForward(
    RotationLedger rotations,
    TargetLedger targets,
    OperatorCommandLedger commands,
    WaveWriter waves,
    PhaseMover phases,
    TokenInForceReader tokens,
    AuditTrail audit,
    TimeProvider time)
    : IActivity<OperatorCommandInput, RotationPhase>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<OperatorCommandInput, RotationPhase> Name { get; } = new("GoForward");

    /// <inheritdoc />
    public async Task<RotationPhase> RunAsync(OperatorCommandInput input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        if (rotation.Phase is not RotationPhase.Parked
            || await commands.NextAsync(rotation, cancellationToken) is not { Kind: OperatorCommandKind.Forward } command
            || command.Number != input.Number)
        {
            return rotation.Phase;
        }

        TokensInForce inForce = await tokens.ReadAsync(rotation, cancellationToken);
        if (WhyNot(inForce) is { } reason)
        {
            await RefuseAsync(input.RotationId, command, inForce, reason, cancellationToken);
            return rotation.Phase;
        }

        string? foreign = inForce.Agents is TokenInForce.Foreign ? inForce.AgentToken?.Fingerprint(input.RotationId) : null;
        rotation = await rotations.UpdateAsync(
            input.RotationId,
            current => current with
            {
                ForeignToken = foreign ?? current.ForeignToken,
                AnsweredForeignToken = foreign ?? current.AnsweredForeignToken,
            },
            cancellationToken);
        await new BeginApply(rotations, targets, waves, audit, time).TurnAsync(rotation, isCanaryNeeded: true, cancellationToken);
        return await phases.MoveAsync(
            new(input.RotationId, RotationPhase.Parked, RotationPhase.RotatingActiveGates, command.Number),
            cancellationToken);
    }

    /// <summary>Refuses the command: the rotation stays parked, and its reason says why.</summary>
    private async Task RefuseAsync(
        string rotationId, OperatorCommand command, TokensInForce inForce, string reason, CancellationToken cancellationToken)
    {
        ParkReason Refused(ParkReason parked) => parked with
        {
            Code = inForce.Agents is TokenInForce.Old ? ParkCodes.CancelledBySomebodyElse : parked.Code,
            Message = reason,
        };
        await rotations.UpdateAsync(
            rotationId,
            current => current with
            {
                CommandsTaken = Math.Max(current.CommandsTaken, command.Number),
                ParkReason = current.ParkReason is { } parked ? Refused(parked) : null,
            },
            cancellationToken);
        await audit.AddAsync(rotationId, "forward-refused", command.By, reason, cancellationToken);
    }

    private static string? WhyNot(TokensInForce inForce) => inForce.Agents switch
    {
        TokenInForce.Old
            => "Forward was refused: Dynatrace hands out the old token, so the new token is dead, and every host that gets it stops"
                + " reporting. Abort puts the old token back.",
        TokenInForce.Unreadable
            => $"Forward was refused: the token in force cannot be read. {inForce.Unreadable} Give the operator command again when"
                + " Dynatrace can be read.",
        _ => null,
    };
}
