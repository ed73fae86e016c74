using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Proving;
using TenantTokens.Rotations.Waves;

namespace TenantTokens.Rotations.Watching;

/// <summary>Asks Dynatrace whether the host that went ahead is online. Once it was seen, the others of its component may follow.</summary>
public sealed class CheckCanary(
    RotationLedger rotations,
    TargetLedger targets,
    PlanLedger plans,
    DynatraceEnvironments environments,
    AuditTrail audit)
    : IActivity<CheckCanary.Input, CheckCanary.Result>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<Input, Result> Name { get; } = new("CheckCanary");

    /// <inheritdoc />
    public async Task<Result> RunAsync(Input input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        WaveRecord wave = await plans.GetWaveAsync(input.RotationId, input.Wave, cancellationToken);
        TargetRecord canary = (await WaveMembers.ReadAsync(
            plans,
            input.RotationId,
            input.Wave,
            await targets.ListAsync(input.RotationId, cancellationToken),
            cancellationToken)).Single();
        bool isMoved = CanaryWaves.IsMoved(canary, wave.Action);
        if (!isMoved)
        {
            return new(
                IsSeen: false,
                IsMoved: false,
                IsOff: canary.State is TargetState.Unreachable || !CanaryWaves.CanBeSeen(canary),
                Described(canary));
        }

        HashSet<string> online = await AgentsOnline.ReadAsync(environments.For(rotation.EnvironmentId).Inventory, cancellationToken);
        bool isSeen = canary.AgentId is { } id && online.Contains(id);
        canary = await targets.UpdateAsync(
            input.RotationId,
            canary.TargetId,
            current => (isSeen ? NotOnline.Unmark(current) : current) with { Online = isSeen },
            cancellationToken);
        if (isSeen && wave.Component is { } component)
        {
            await rotations.UpdateAsync(input.RotationId, current => CanaryWaves.Seen(current, component), cancellationToken);
            await audit.AddAsync(
                input.RotationId,
                "canary-online",
                AuditEvent.Product,
                $"{canary.Name} went ahead and is online, so the others follow.",
                cancellationToken);
        }

        return new(isSeen, IsMoved: true, IsOff: false, Described(canary));
    }

    private static string Described(TargetRecord canary) => $"{canary.Name} ({canary.State}{(canary.Code is { } code ? $", {code}" : "")})";

    /// <summary>The input for the check.</summary>
    /// <param name="RotationId">The rotation's id.</param>
    /// <param name="Wave">The number of the wave with that one host.</param>
    public sealed record Input(string RotationId, int Wave);

    /// <summary>The result for the host that went ahead. Stored in histories: changes by addition only.</summary>
    /// <param name="IsSeen">Whether the host has the wanted token and Dynatrace sees it online.</param>
    /// <param name="IsMoved">Whether the host has proved the wanted token, so that it may still come online.</param>
    /// <param name="IsOff">Whether the host turned out to be off. It then shows nothing, and another host goes ahead.</param>
    /// <param name="Name">The host's display name, and what is known about it.</param>
    public sealed record Result(bool IsSeen, bool IsMoved, bool IsOff, string Name);
}
