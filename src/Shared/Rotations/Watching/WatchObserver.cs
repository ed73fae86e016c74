using TenantTokens.Configuration.Options;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.InForce;

namespace TenantTokens.Rotations.Watching;

/// <summary>Reads what the watch needs from Dynatrace. What cannot be read is part of the result, not an exception.</summary>
public sealed class WatchObserver(
    DynatraceEnvironments environments,
    TokenInForceReader tokenReader,
    TargetLedger targets,
    PolicyOptions policy,
    TimeProvider time)
{
    /// <summary>Reads the state before start.</summary>
    /// <exception cref="DynatraceAccessDeniedException">The inventory may not be read.</exception>
    /// <exception cref="DynatraceApiException">The inventory cannot be read.</exception>
    public async Task<WatchBaseline> TakeBaselineAsync(RotationRecord rotation, CancellationToken cancellationToken)
    {
        DynatraceEnvironment dynatrace = environments.For(rotation.EnvironmentId);
        (double? rejected, MetricAnswer.Unavailable? missing) = await ReadRejectedAsync(dynatrace, cancellationToken);
        ZoneCensus census = await ZoneCensus.TakeAsync(dynatrace.Inventory, cancellationToken);
        return new(time.GetUtcNow(), rejected, missing?.Reason, census.Count());
    }

    /// <summary>
    /// Reads the messages rejected per minute over the policy's window, or why they are not available; both are null when the metric is
    /// silent.
    /// </summary>
    public Task<(double? PerMinute, MetricAnswer.Unavailable? Missing)> ReadRejectedAsync(
        RotationRecord rotation,
        CancellationToken cancellationToken)
        => ReadRejectedAsync(environments.For(rotation.EnvironmentId), cancellationToken);

    /// <summary>Reads the present state.</summary>
    public async Task<WatchLook> LookAsync(
        RotationRecord rotation,
        WatchBaseline baseline,
        WatchState state,
        bool isSoaking,
        CancellationToken cancellationToken)
    {
        DynatraceEnvironment dynatrace = environments.For(rotation.EnvironmentId);
        (double? rejected, MetricAnswer.Unavailable? missing) = await ReadRejectedAsync(dynatrace, cancellationToken);
        WatchLook look = new(time.GetUtcNow())
        {
            RejectedPerMinute = rejected,
            MetricUnavailable = missing?.Reason,
            MetricStaysUnavailable = missing is { WillStay: true },
            IsSoaking = isSoaking,
        };

        // Each reading is made independently: one may show what another hides.
        look = await ReadAsync(look, () => CountAsync(rotation, baseline, look, dynatrace, cancellationToken));
        return IsTokenDue(rotation, state, look.At) ? await ReadTokenAsync(rotation, look, cancellationToken) : look;
    }

    private static async Task<WatchLook> ReadAsync(WatchLook look, Func<Task<WatchLook>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (IsRefused(exception))
        {
            return look with { Unreadable = exception.Message };
        }
    }

    private static bool IsRefused(Exception exception) => exception is DynatraceApiException or DynatraceAccessDeniedException;

    private async Task<(double? PerMinute, MetricAnswer.Unavailable? Missing)> ReadRejectedAsync(
        DynatraceEnvironment dynatrace,
        CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        MetricAnswer answer = await dynatrace.Metrics.SumRejectedMessagesAsync(now - policy.Watch.Window, now, cancellationToken);
        return answer is MetricAnswer.Measured measured
            ? (measured.Sum / policy.Watch.Window.TotalMinutes, null)
            : (null, answer as MetricAnswer.Unavailable);
    }

    /// <summary>
    /// Counts agents per zone. The ledger's targets are read only when they can matter, because reading a whole fleet every minute would be
    /// expensive.
    /// </summary>
    private async Task<WatchLook> CountAsync(
        RotationRecord rotation,
        WatchBaseline baseline,
        WatchLook look,
        DynatraceEnvironment dynatrace,
        CancellationToken cancellationToken)
    {
        ZoneCensus census = await ZoneCensus.TakeAsync(dynatrace.Inventory, cancellationToken);
        look = look with { Zones = census.Count(baseline.Zones.Keys) };
        bool isGateSoak = look.IsSoaking && rotation.Phase is RotationPhase.RotatingActiveGates;
        if (!isGateSoak && WatchRules.Lost(baseline, look, policy.Watch).Count == 0)
        {
            return look;
        }

        IReadOnlyList<TargetRecord> fleet = await targets.ListAsync(rotation.RotationId, cancellationToken);
        HashSet<string> excused =
        [
            .. fleet.Where(target => KnownAbsence.Explains(target, look.At, policy))
                .Select(static target => target.AgentId)
                .OfType<string>(),
        ];
        return look with
        {
            Zones = census.Count(baseline.Zones.Keys, excused.Contains),
            StrictZones = isGateSoak
                ? [
                    .. fleet.Where(static target => target is { Component: Component.ActiveGate, IsTouched: true })
                        .Select(static target => target.Pool)
                        .OfType<string>()
                        .Select(static pool => pool.Split('|')[0])
                        .Distinct(),
                ]
                : [],
        };
    }

    private bool IsTokenDue(RotationRecord rotation, WatchState state, DateTimeOffset now)
        => rotation.StartTookEffect && (state.TokenSeenAt is not { } seen || now - seen >= policy.Watch.ConnectionInfoInterval);

    private async Task<WatchLook> ReadTokenAsync(RotationRecord rotation, WatchLook look, CancellationToken cancellationToken)
    {
        TokensInForce tokens = await tokenReader.ReadAsync(rotation, cancellationToken);
        return tokens.Agents is TokenInForce.Unreadable
            ? look with { Unreadable = tokens.Unreadable }
            : look with
            {
                Token = tokens.Agents,
                TokenFingerprint = tokens.AgentToken?.Fingerprint(rotation.RotationId),
                GatewayTokenDiffers = tokens.GatewayTokenDiffers,
            };
    }
}
