using TenantTokens.Configuration;
using TenantTokens.Durable;
using TenantTokens.Rotations;

namespace TenantTokens.Web;

/// <summary>Wakes through the engine: starts the orchestration unless it lives, then raises the event.</summary>
public sealed class DurableRotationWaker(IDurableClient engine, PolicyOptions policy) : IRotationWaker
{
    /// <inheritdoc />
    public async Task WakeAsync(RotationRecord rotation, string? eventName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rotation);
        string instance = RotationOrchestrator.InstanceIdOf(rotation.EnvironmentId);
        try
        {
            await engine.ScheduleNewOrchestrationInstanceAsync(RotationOrchestrator.Name, new RotationInput(rotation.RotationId, RotationWaits.Of(policy, rotation.Emergency)), instance, cancellationToken);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // It lives: all it needs is the event.
        }

        if (eventName is not null)
        {
            await engine.RaiseEventAsync(instance, eventName, rotation.RotationId, cancellationToken);
        }
    }
}
