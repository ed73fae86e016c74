using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Rotations.Sending;

/// <summary>
/// The turn of an ActiveGate in its pool: one at a time is restarted, so that the others take its agents. It begins before the command and
/// ends when the ActiveGate is online again.
/// </summary>
public sealed class PoolTurn(PoolLeases pools, PolicyOptions policy, TimeProvider time)
{
    /// <summary>Takes the turn.</summary>
    /// <returns>Null when it may be sent; else when to ask again, because another one of the pool has its turn.</returns>
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

    /// <summary>Lets the next one go; does nothing when the turn is not the target's.</summary>
    public Task EndAsync(TargetRecord target, string rotationId, CancellationToken cancellationToken)
        => target is { Component: Component.ActiveGate, Pool: { } pool }
            ? pools.ReleaseAsync(pool, HolderOf(rotationId, target.TargetId), cancellationToken)
            : Task.CompletedTask;

    private static string HolderOf(string rotationId, string targetId) => $"{rotationId}|{targetId}";

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
