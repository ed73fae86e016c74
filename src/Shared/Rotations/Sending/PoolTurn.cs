using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Rotations.Sending;

/// <summary>
/// The turn of an ActiveGate in its pool. Only one restarts at a time, so that the others serve its agents. The turn begins before the
/// command and ends when the ActiveGate is online again.
/// </summary>
public sealed class PoolTurn(PoolLeases pools, PolicyOptions policy, TimeProvider time)
{
    /// <summary>Takes the turn. A target that needs none gets null at once.</summary>
    /// <returns>
    /// Null when the command may be sent; else when to ask again (UTC), because another ActiveGate of the pool has the turn.
    /// </returns>
    public async Task<DateTimeOffset?> TryBeginAsync(TargetRecord target, SendRunCommand.Input input, CancellationToken cancellationToken)
    {
        if (target.Component is not Component.ActiveGate || target.Pool is null || input.Action is TargetAction.Probe)
        {
            return null;
        }

        TimeSpan longest = policy.CommandWindow + policy.CommandTimeout + policy.OnlineTimeout;
        string holder = HolderOf(input.RotationId, input.TargetId);
        DateTimeOffset? until = await pools.TryTakeAsync(target.Pool, holder, longest, cancellationToken);
        return until is null ? null : Earlier(until.Value, time.GetUtcNow() + policy.PollInterval);
    }

    /// <summary>Ends the turn. Does nothing when the target does not have it.</summary>
    public Task EndAsync(TargetRecord target, string rotationId, CancellationToken cancellationToken)
        => target is { Component: Component.ActiveGate, Pool: { } pool }
            ? pools.ReleaseAsync(pool, HolderOf(rotationId, target.TargetId), cancellationToken)
            : Task.CompletedTask;

    private static string HolderOf(string rotationId, string targetId) => $"{rotationId}|{targetId}";

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
