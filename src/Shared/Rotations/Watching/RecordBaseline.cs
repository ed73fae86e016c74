using TenantTokens.Durable;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Watching;

/// <summary>Records what Dynatrace reports before start, with which every later check is compared. An existing baseline stays.</summary>
public sealed class RecordBaseline(RotationLedger rotations, WatchLedger watches, WatchObserver observer, AuditTrail audit)
    : IActivity<string, RecordBaseline.Result>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, Result> Name { get; } = new("RecordBaseline");

    /// <inheritdoc />
    public async Task<Result> RunAsync(string input, CancellationToken cancellationToken)
    {
        WatchBaseline baseline = await FindOrTakeAsync(await rotations.GetAsync(input, cancellationToken), cancellationToken);
        return new(baseline.IsInconclusive, baseline.Zones.Values.Sum(static zone => zone.Online));
    }

    /// <summary>Reads the baseline of a rotation, or takes it now when there is none.</summary>
    internal async Task<WatchBaseline> FindOrTakeAsync(RotationRecord rotation, CancellationToken cancellationToken)
    {
        if (await watches.FindBaselineAsync(rotation.RotationId, cancellationToken) is { } known)
        {
            return known;
        }

        WatchBaseline baseline = await watches.KeepBaselineAsync(
            rotation.RotationId,
            await observer.TakeBaselineAsync(rotation, cancellationToken),
            cancellationToken);
        string rejected = baseline switch
        {
            { RejectedPerMinute: { } rate } => FormattableString.Invariant($"{rate:0.##} messages rejected a minute"),
            { IsMetricSilent: true }
                => "the metric of rejected messages has no value, so OneAgents online in each network zone and the proofs on the hosts"
                    + " stand in for it",
            _ => $"rejected messages are not known ({baseline.Unavailable})",
        };
        string late = rotation.StartTookEffect ? " It was recorded late, after start." : "";
        await audit.AddAsync(
            rotation.RotationId,
            "baseline",
            AuditEvent.Product,
            $"{baseline.Zones.Values.Sum(static zone => zone.Online)} OneAgents online in {baseline.Zones.Count} network zones,"
                + $" {rejected}.{late}",
            cancellationToken);
        return baseline;
    }

    /// <summary>The baseline in short.</summary>
    /// <param name="IsInconclusive">True when the metric of rejected messages was not available.</param>
    /// <param name="Online">The number of OneAgents that were online.</param>
    public sealed record Result(bool IsInconclusive, int Online);
}
