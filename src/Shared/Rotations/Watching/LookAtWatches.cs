using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Rotations.InForce;

namespace TenantTokens.Rotations.Watching;

/// <summary>
/// Checks whether an open rotation does harm, or belongs to another copy by now: rejected messages, lost agents, the token in force. It
/// says whether to park, and writes only the state of the watch. Until a person has answered, the same reading gives the same result.
/// </summary>
public sealed class LookAtWatches(
    RotationLedger rotations,
    WatchLedger watches,
    WatchObserver observer,
    TokenSides sides,
    ClaimReader claims,
    PolicyOptions policy,
    AuditTrail audit)
    : IActivity<LookAtWatches.Input, WatchVerdict>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<Input, WatchVerdict> Name { get; } = new("LookAtWatches");

    /// <inheritdoc />
    public async Task<WatchVerdict> RunAsync(Input input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        if (await claims.FindLossAsync(rotation, cancellationToken) is { } lost)
        {
            return new(lost.Code, lost.Message);
        }

        WatchBaseline baseline = await new RecordBaseline(rotations, watches, observer, audit).FindOrTakeAsync(rotation, cancellationToken);
        WatchState state = WatchMemory.TakeAnswer(await watches.GetStateAsync(input.RotationId, cancellationToken), rotation);
        WatchLook look = await observer.LookAsync(rotation, baseline, state, input.IsSoaking, cancellationToken);
        WatchVerdict verdict = WatchRules.Evaluate(rotation, baseline, state, look, policy.Watch);
        state = WatchMemory.After(rotation, baseline, state, look, verdict, policy.Watch);
        await watches.PutStateAsync(
            input.RotationId,
            input.IsBeforeCanary ? WatchMemory.BeforeCanary(state, look) : state,
            cancellationToken);
        await NoteGatewayTokenAsync(rotation, look.GatewayTokenDiffers, cancellationToken);
        return verdict.HoldCode is ParkCodes.ForeignToken ? await WithSidesAsync(rotation, look, verdict, cancellationToken) : verdict;
    }

    /// <summary>Adds which hosts are online. Records the token that was seen, so that a person's answer is about that token.</summary>
    private async Task<WatchVerdict> WithSidesAsync(
        RotationRecord rotation,
        WatchLook look,
        WatchVerdict verdict,
        CancellationToken cancellationToken)
    {
        if (look.TokenFingerprint != rotation.ForeignToken)
        {
            await rotations.UpdateAsync(
                rotation.RotationId,
                current => current with { ForeignToken = look.TokenFingerprint },
                cancellationToken);
        }

        return verdict with { Message = $"{verdict.Message} {await sides.DescribeAsync(rotation, cancellationToken)}" };
    }

    private async Task NoteGatewayTokenAsync(RotationRecord rotation, bool? differs, CancellationToken cancellationToken)
    {
        if (differs is null || differs == rotation.GatewayTokenDiffers)
        {
            return;
        }

        await rotations.UpdateAsync(rotation.RotationId, current => current with { GatewayTokenDiffers = differs }, cancellationToken);
        if (differs is true || rotation.GatewayTokenDiffers is true)
        {
            await audit.AddAsync(
                rotation.RotationId,
                "gateway-token",
                AuditEvent.Product,
                differs is true
                    ? "Dynatrace hands ActiveGates a different token than OneAgents: in-cluster ActiveGates cannot be trusted to be on"
                        + " the new one."
                    : "Dynatrace hands ActiveGates the same token as OneAgents again.",
                cancellationToken);
        }
    }

    /// <summary>The input for a check of the watch.</summary>
    /// <param name="RotationId">The rotation's id.</param>
    /// <param name="IsSoaking">True during the soak of a component's first target, when nothing may become worse.</param>
    /// <param name="IsBeforeCanary">True before a canary goes: messages rejected then do not count as a rise afterwards.</param>
    public sealed record Input(string RotationId, bool IsSoaking = false, bool IsBeforeCanary = false);
}
