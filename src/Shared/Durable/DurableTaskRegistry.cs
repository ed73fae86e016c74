using System.Diagnostics.CodeAnalysis;

namespace TenantTokens.Durable;

/// <summary>Every orchestrator and activity of the product, by name. Both engines are fed from it.</summary>
public sealed class DurableTaskRegistry
{
    private readonly Dictionary<string, ActivityRegistration> _activities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OrchestratorRegistration> _orchestrators = new(StringComparer.Ordinal);

    /// <summary>The registered activities by name.</summary>
    public IReadOnlyDictionary<string, ActivityRegistration> Activities => _activities;

    /// <summary>The registered orchestrators by name.</summary>
    public IReadOnlyDictionary<string, OrchestratorRegistration> Orchestrators => _orchestrators;

    /// <summary>Adds an activity; its constructor's parameters come from the service provider, a new one for each call.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public DurableTaskRegistry AddActivity<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)]
    TActivity, TInput, TResult>(
        ActivityName<TInput, TResult> name)
        where TActivity : class, IActivity<TInput, TResult>
    {
        _activities.Add(name.Value, ActivityRegistration.Create<TActivity, TInput, TResult>(name));
        return this;
    }

    /// <summary>
    /// Puts something around an activity that was added: it sees each input, calls the activity or does not, and gives the result.
    /// </summary>
    /// <param name="name">Which activity.</param>
    /// <param name="around">Given the services of the call, the input, and the activity.</param>
    /// <exception cref="KeyNotFoundException">There is no activity of that name.</exception>
    public DurableTaskRegistry WrapActivity<TInput, TResult>(
        ActivityName<TInput, TResult> name,
        Func<IServiceProvider, TInput, Func<TInput, Task<TResult>>, Task<TResult>> around)
    {
        _activities[name.Value] = _activities[name.Value].Wrap(around);
        return this;
    }

    /// <summary>Adds an orchestrator; a new one is made for each replay.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public DurableTaskRegistry AddOrchestrator<TOrchestrator, TInput, TResult>(OrchestratorName<TInput, TResult> name)
        where TOrchestrator : class, IOrchestrator<TInput, TResult>, new()
    {
        _orchestrators.Add(name.Value, OrchestratorRegistration.Create<TOrchestrator, TInput, TResult>(name));
        return this;
    }
}
