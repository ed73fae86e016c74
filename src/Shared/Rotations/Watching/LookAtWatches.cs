using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Rotations.InForce;

namespace TenantTokens.Rotations.Watching;

/// <summary>
/// Looks whether an open rotation does harm, or is another copy's by now: rejected messages, agents lost, the token in force. It says
/// whether to hold and changes nothing but what the watch remembers; until a person has answered, the same look gives the same hold.
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

    /// <summary>Which token was seen is written down, so that the answer is about that one.</summary>
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

    /// <summary>Asks for a look at the watches.</summary>
    /// <param name="RotationId">The rotation.</param>
    /// <param name="IsSoaking">True while the first of a component soaks: then nothing may become worse.</param>
    /// <param name="IsBeforeCanary">True before a canary is moved: what is rejected then is no rise afterwards.</param>
    public sealed record Input(string RotationId, bool IsSoaking = false, bool IsBeforeCanary = false);
}
