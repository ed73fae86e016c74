using Microsoft.Extensions.Logging;
using TenantTokens.Durable;

namespace TenantTokens.Rotations.Orchestration;

/// <summary>
/// Counts the rows of an instance's history, so that the instance can end or hand over to a child before it has <see cref="MaxRows"/>. The
/// whole history is replayed at every turn and is never shortened: we do not use ContinueAsNew (it loses events on some versions).
/// </summary>
/// <remarks>
/// Rows are counted as the Azure Storage backend writes them, which is the most of any engine: a step is two rows (scheduled and completed)
/// and a turn of its own is two more (<c>OrchestratorStarted</c> and <c>OrchestratorCompleted</c>). A cancelled timer still fires and
/// counts in full. The embedded engine writes one row a turn.
/// </remarks>
/// <param name="context">The engine's context, which does the work.</param>
internal sealed class CountedContext(IOrchestrationContext context) : IOrchestrationContext
{
    /// <summary>The upper limit for the rows of a history.</summary>
    public const int MaxRows = 1_000;

    /// <summary>
    /// From this number of rows on, an instance begins nothing new. The rows up to <see cref="MaxRows"/> are for what it has begun.
    /// </summary>
    public const int FullRows = 720;

    /// <summary>The number of rows that one step adds.</summary>
    public const int RowsOfStep = 4;

    private const int RowsOfEvent = 3;

    /// <summary>The number of rows so far.</summary>
    public int Rows { get; private set; } = RowsOfStep;

    /// <summary>Whether the instance has to end.</summary>
    public bool IsFull => Rows >= FullRows;

    public string InstanceId => context.InstanceId;

    public DateTime CurrentUtcDateTime => context.CurrentUtcDateTime;

    public bool IsReplaying => context.IsReplaying;

    public Guid NewGuid() => context.NewGuid();

    public ILogger CreateReplaySafeLogger(string categoryName) => context.CreateReplaySafeLogger(categoryName);

    public void SetCustomStatus(object? customStatus) => context.SetCustomStatus(customStatus);

    /// <inheritdoc />
    /// <remarks>
    /// This class does the retries itself, as the engines would, because failed attempts and the pauses between them also add rows.
    /// </remarks>
    public async Task<TResult> CallActivityAsync<TInput, TResult>(
        ActivityName<TInput, TResult> activity,
        TInput input,
        RetryPolicy? retry = null)
    {
        for (int attempt = 1; ; attempt++)
        {
            Rows += RowsOfStep;
            try
            {
                return await context.CallActivityAsync(activity, input);
            }
            catch (ActivityFailedException) when (attempt < retry?.MaxNumberOfAttempts)
            {
                await CreateTimer(retry.DelayAfter(attempt), CancellationToken.None);
            }
        }
    }

    public Task<TResult> CallSubOrchestratorAsync<TInput, TResult>(
        OrchestratorName<TInput, TResult> orchestrator,
        TInput input,
        string? instanceId = null)
    {
        Rows += RowsOfStep;
        return context.CallSubOrchestratorAsync(orchestrator, input, instanceId);
    }

    public Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        Rows += RowsOfStep;
        return context.CreateTimer(fireAt, cancellationToken);
    }

    public Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken)
    {
        Rows += RowsOfStep;
        return context.CreateTimer(delay, cancellationToken);
    }

    public Task<T> WaitForExternalEvent<T>(string eventName)
    {
        Rows += RowsOfEvent;
        return context.WaitForExternalEvent<T>(eventName);
    }
}
