using TenantTokens.Rotations.InForce;
using TenantTokens.Rotations.Sending;

namespace TenantTokens.Rotations.RollingBack;

/// <summary>Reads the tokens in force and decides the direction of a rotation that is given up.</summary>
public sealed class RestoreDirection(RotationLedger rotations, TokenInForceReader tokens)
{
    /// <summary>Makes the decision. A third token is recorded, so that a person's answer is about that token.</summary>
    /// <exception cref="TimeoutException">Connection info cannot be read, and the order depends on it.</exception>
    public async Task<RestoreDecision> DecideAsync(RotationRecord rotation, CancellationToken cancellationToken)
    {
        TokensInForce inForce = await tokens.ReadAsync(rotation, cancellationToken);
        string? foreign = inForce.Agents is TokenInForce.Foreign ? inForce.AgentToken?.Fingerprint(rotation.RotationId) : null;
        RestoreDecision decision = RestoreDecision.From(
            inForce.Agents,
            rotation.OldTokenIsDead,
            foreign is not null && foreign == rotation.AnsweredForeignToken);
        if (decision.Order is RestoreOrder.LookAgain)
        {
            throw new TimeoutException(
                $"The token in force cannot be read, and the order of a restore depends on it: {inForce.Unreadable}");
        }

        if (foreign != rotation.ForeignToken && inForce.Agents is not TokenInForce.Unreadable)
        {
            await rotations.UpdateAsync(rotation.RotationId, current => current with { ForeignToken = foreign }, cancellationToken);
        }

        return decision;
    }
}
