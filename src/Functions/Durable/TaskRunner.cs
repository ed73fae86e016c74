using Microsoft.DurableTask;
using TenantTokens.Durable;
using TenantTokens.Registration;
using DurableTaskRegistry = TenantTokens.Durable.DurableTaskRegistry;

namespace TenantTokens.Functions.Durable;

/// <summary>Runs the orchestrators and activities of Shared by the names of their functions.</summary>
/// <param name="services">The services for activities.</param>
/// <param name="registry">The registered activities.</param>
public sealed class TaskRunner(IServiceProvider services, DurableTaskRegistry registry)
{
    private static readonly DurableTaskRegistry _rotations = new DurableTaskRegistry().AddRotationTasks();

    /// <summary>Runs the orchestrator of this name. It gets no services: it may use only the context.</summary>
    public static Task<Payload> OrchestrateAsync(TaskOrchestrationContext context) => OrchestrateAsync(context, _rotations);

    /// <summary>Runs the orchestrator of this name from the given registry.</summary>
    /// <exception cref="ScrubbedFailureException">
    /// The orchestrator failed. The text contains no secret, because the failures of its activities were scrubbed there.
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
    /// <exception cref="ScrubbedFailureException">The activity failed.</exception>
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
