using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Ledger;
using TenantTokens.Watches;

namespace TenantTokens.Rotations.Activities;

/// <summary>Asks Dynatrace whether the host that went ahead is online. Once it was seen the others of its component may follow.</summary>
public sealed class CheckCanary(RotationLedger rotations, TargetLedger targets, PlanLedger plans, DynatraceEnvironments environments, AuditTrail audit)
    : IActivity<CheckCanaryInput, CanaryLook>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<CheckCanaryInput, CanaryLook> Name { get; } = new("CheckCanary");

    /// <inheritdoc />
    public async Task<CanaryLook> RunAsync(CheckCanaryInput input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        WaveRecord wave = await plans.GetWaveAsync(input.RotationId, input.Wave, cancellationToken);
        TargetRecord canary = (await WaveMembers.OfAsync(plans, input.RotationId, input.Wave, await targets.ListAsync(input.RotationId, cancellationToken), cancellationToken)).Single();
        bool isMoved = CanaryWaves.IsMoved(canary, wave.Action);
        if (!isMoved)
        {
            return new(IsSeen: false, IsMoved: false, IsOff: canary.State is TargetState.Unreachable || !CanaryWaves.CanBeSeen(canary), Described(canary));
        }

        HashSet<string> online = await AgentsOnline.ReadAsync(environments.For(rotation.EnvironmentId).Inventory, cancellationToken);
        bool isSeen = canary.AgentId is { } id && online.Contains(id);
        canary = await targets.UpdateAsync(
            input.RotationId, canary.TargetId, current => (isSeen ? NotOnline.Unmark(current) : current) with { Online = isSeen }, cancellationToken);
        if (isSeen && wave.Component is { } component)
        {
            await rotations.UpdateAsync(input.RotationId, current => CanaryWaves.Seen(current, component), cancellationToken);
            await audit.AddAsync(input.RotationId, "canary-online", AuditEvent.Product, $"{canary.Name} went ahead and is online: others follow.", cancellationToken);
        }

        return new(isSeen, IsMoved: true, IsOff: false, Described(canary));
    }

    private static string Described(TargetRecord canary) => $"{canary.Name} ({canary.State}{(canary.Code is { } code ? $", {code}" : "")})";
}
