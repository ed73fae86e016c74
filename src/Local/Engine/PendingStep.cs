using System.Text.Json;
using TenantTokens.Durable;

namespace TenantTokens.Local.Engine;

/// <summary>A step that an instance requested and that has no answer yet.</summary>
internal abstract class PendingStep(OrchestrationInstance owner, int number, AskedStep asked, string? inputJson)
{
    public OrchestrationInstance Owner { get; } = owner;

    public int Number { get; } = number;

    public AskedStep Asked { get; } = asked;

    public string? InputJson { get; } = inputJson;

    public abstract void Complete(TurnEvent answer);

    public abstract void Cancel(CancellationToken cancellationToken);
}

/// <inheritdoc />
internal sealed class PendingStep<TResult>(OrchestrationInstance owner, int number, AskedStep asked, string? inputJson)
    : PendingStep(owner, number, asked, inputJson)
{
    // Not RunContinuationsAsynchronously: Task.WhenAny and WhenAll would then continue on the thread pool, outside the turn.
    private readonly TaskCompletionSource<TResult> _source = new();

    public Task<TResult> Task => _source.Task;

    public override void Complete(TurnEvent answer)
    {
        if (answer.Kind is TurnKind.ActivityFailed or TurnKind.ChildFailed)
        {
            _source.TrySetException(new ActivityFailedException(Asked.Name, answer.Name ?? "", answer.Payload ?? ""));
            return;
        }

        TResult result;
        try
        {
            result = answer.Payload is null ? default! : JsonSerializer.Deserialize<TResult>(answer.Payload, DurableJson.Options)!;
        }
        catch (JsonException exception)
        {
            _source.TrySetException(exception);
            return;
        }

        _source.TrySetResult(result);
    }

    public override void Cancel(CancellationToken cancellationToken) => _source.TrySetCanceled(cancellationToken);
}
