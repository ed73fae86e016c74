using System.Collections.Concurrent;
using TenantTokens.Durable;

namespace TenantTokens.Web.Tests.Infrastructure;

/// <summary>Remembers what was started and told. Only what waking needs is there.</summary>
internal sealed class RecordedEngine : IDurableClient
{
    public ConcurrentQueue<string> Woken { get; } = [];

    /// <summary>When set, the engine cannot be reached.</summary>
    public bool Fails { get; set; }

    /// <summary>When set, events are lost.</summary>
    public bool FailsToTell { get; set; }

    public Task<string> ScheduleNewOrchestrationInstanceAsync<TInput, TResult>(
        OrchestratorName<TInput, TResult> orchestrator,
        TInput input,
        string? instanceId = null,
        CancellationToken cancellationToken = default)
        => Task.FromResult(Record(instanceId!, "started"));

    public Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, CancellationToken cancellationToken = default)
        => Task.FromResult<OrchestrationMetadata?>(null);

    public Task RaiseEventAsync(
        string instanceId,
        string eventName,
        object? eventPayload = null,
        CancellationToken cancellationToken = default)
        => FailsToTell ? throw new InvalidOperationException("The event was lost.") : Task.FromResult(Record(instanceId, eventName));

    public IAsyncEnumerable<OrchestrationMetadata> GetAllInstancesAsync(
        OrchestrationQuery? query = null,
        CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task SuspendInstanceAsync(string instanceId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task ResumeInstanceAsync(string instanceId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task TerminateInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellationToken = default)
        => throw new NotSupportedException();

    public Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellationToken = default)
        => throw new NotSupportedException();

    public Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, CancellationToken cancellationToken = default)
        => throw new NotSupportedException();

    private string Record(string instanceId, string what)
    {
        if (Fails)
        {
            throw new InvalidOperationException("The engine is away.");
        }

        Woken.Enqueue($"{instanceId} {what}");
        return instanceId;
    }
}
