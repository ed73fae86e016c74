using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using TenantTokens.Durable;
using RetryPolicy = TenantTokens.Durable.RetryPolicy;

namespace TenantTokens.Functions.Durable;

/// <summary>
/// Implements the port on Durable Functions. It awaits only the context's own tasks; anything else would break the replay.
/// </summary>
/// <param name="context">The context of the instance.</param>
internal sealed class OrchestrationContext(TaskOrchestrationContext context) : IOrchestrationContext
{
    // The Azure Storage backend hides a timer's message for whole seconds and drops the fraction, so a timer would fire up to a second too
    // early. A command that may still take effect would then count as one that cannot
    // (https://learn.microsoft.com/rest/api/storageservices/put-message).
    private static readonly TimeSpan _cutOff = TimeSpan.FromSeconds(1);

    public string InstanceId => context.InstanceId;

    public DateTime CurrentUtcDateTime => context.CurrentUtcDateTime;

    public bool IsReplaying => context.IsReplaying;

    public Guid NewGuid() => context.NewGuid();

    public ILogger CreateReplaySafeLogger(string categoryName) => context.CreateReplaySafeLogger(categoryName);

    public void SetCustomStatus(object? customStatus)
        => context.SetCustomStatus(JsonSerializer.SerializeToElement(customStatus, DurableJson.Options));

    public async Task<TResult> CallActivityAsync<TInput, TResult>(
        ActivityName<TInput, TResult> activity,
        TInput input,
        RetryPolicy? retry = null)
    {
        try
        {
            return Read<TResult>(await context.CallActivityAsync<Payload>(activity.Value, Write(input), OptionsOf(retry)));
        }
        catch (TaskFailedException failure)
        {
            throw Translate(activity.Value, failure);
        }
    }

    public async Task<TResult> CallSubOrchestratorAsync<TInput, TResult>(
        OrchestratorName<TInput, TResult> orchestrator,
        TInput input,
        string? instanceId = null)
    {
        string id = instanceId ?? ChildIds.Create(context.InstanceId, context.NewGuid());
        InvalidInstanceIdException.ThrowIfInvalid(id, nameof(instanceId));
        try
        {
            return Read<TResult>(
                await context.CallSubOrchestratorAsync<Payload>(orchestrator.Value, Write(input), new TaskOptions().WithInstanceId(id)));
        }
        catch (TaskFailedException failure)
        {
            throw Translate(orchestrator.Value, failure);
        }
    }

    public Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
        => context.CreateTimer(fireAt + _cutOff, cancellationToken);

    public Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken)
        => CreateTimer(CurrentUtcDateTime + delay, cancellationToken);

    public async Task<T> WaitForExternalEvent<T>(string eventName)
        => await context.WaitForExternalEvent<JsonElement>(eventName) is { ValueKind: not JsonValueKind.Undefined } payload
            ? payload.Deserialize<T>(DurableJson.Options)!
            : default!;

    private static Payload Write<T>(T value) => new(JsonSerializer.SerializeToElement(value, DurableJson.Options));

    private static T Read<T>(Payload payload) => payload.Json is { } json ? json.Deserialize<T>(DurableJson.Options)! : default!;

    private static TaskOptions? OptionsOf(RetryPolicy? retry)
        => retry is null
            ? null
            : TaskOptions.FromRetryPolicy(
                new(retry.MaxNumberOfAttempts, retry.FirstRetryInterval, retry.BackoffCoefficient, retry.MaxRetryInterval));

    private static ActivityFailedException Translate(string name, TaskFailedException failure)
    {
        (string type, string message) = ScrubbedFailureException.Read(
            failure.FailureDetails.ErrorType,
            failure.FailureDetails.ErrorMessage);
        return new(name, type, message);
    }
}
