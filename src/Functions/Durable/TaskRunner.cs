using Microsoft.DurableTask;
using TenantTokens.Durable;
using TenantTokens.Registration;
using DurableTaskRegistry = TenantTokens.Durable.DurableTaskRegistry;

namespace TenantTokens.Functions.Durable;

/// <summary>Runs the tasks of Shared under the names that functions have.</summary>
/// <param name="services">What activities are made of.</param>
/// <param name="registry">The tasks.</param>
public sealed class TaskRunner(IServiceProvider services, DurableTaskRegistry registry)
{
    private static readonly DurableTaskRegistry _rotations = new DurableTaskRegistry().AddRotationTasks();

    /// <summary>Runs the orchestrator of this name. It has no services: all it may use is the context.</summary>
    public static Task<Payload> OrchestrateAsync(TaskOrchestrationContext context) => OrchestrateAsync(context, _rotations);

    /// <summary>Runs the orchestrator of this name out of these tasks.</summary>
    /// <exception cref="ScrubbedFailureException">
    /// It failed; the text has no secret, since whatever failed below it was scrubbed there.
    /// </exception>
    public static async Task<Payload> OrchestrateAsync(TaskOrchestrationContext context, DurableTaskRegistry tasks)
    {
        try
        {
            return Payload.Parse(await tasks.Orchestrators[context.Name.Name].RunAsync(
                new OrchestrationContext(context),
                context.GetInput<Payload>()?.ToJson()));
        }
        catch (ActivityFailedException failure)
        {
            throw new ScrubbedFailureException(failure.FailureType, failure.Message);
        }
    }

    /// <summary>Runs an activity in a scope of its own.</summary>
    /// <exception cref="ScrubbedFailureException">It failed.</exception>
    public async Task<Payload> RunAsync(string name, Payload input, CancellationToken cancellationToken)
    {
        try
        {
            return Payload.Parse(await registry.Activities[name].RunAsync(services, input.ToJson(), cancellationToken));
        }
        catch (ActivityFailedException failure)
        {
            throw new ScrubbedFailureException(failure.FailureType, failure.ScrubbedMessage);
        }
    }
}
