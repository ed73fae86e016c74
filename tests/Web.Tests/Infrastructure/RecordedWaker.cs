using System.Collections.Concurrent;
using TenantTokens.Rotations;

namespace TenantTokens.Web.Tests.Infrastructure;

/// <summary>Remembers what was woken.</summary>
internal sealed class RecordedWaker : IRotationWaker
{
    public ConcurrentQueue<string> Woken { get; } = [];

    /// <summary>When set, waking fails.</summary>
    public bool Fails { get; set; }

    public Task WakeAsync(RotationRecord rotation, string? eventName, CancellationToken cancellationToken)
    {
        Woken.Enqueue($"{rotation.RotationId} {eventName}");
        return Fails ? Task.FromException(new InvalidOperationException("The engine is away.")) : Task.CompletedTask;
    }
}
