using System.Diagnostics.CodeAnalysis;

namespace TenantTokens.Durable;

/// <summary>Every orchestrator and activity of the product, by name. Both engines register what is in it.</summary>
public sealed class DurableTaskRegistry
{
    private readonly Dictionary<string, ActivityRegistration> _activities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OrchestratorRegistration> _orchestrators = new(StringComparer.Ordinal);

    /// <summary>The registered activities by name.</summary>
    public IReadOnlyDictionary<string, ActivityRegistration> Activities => _activities;

    /// <summary>The registered orchestrators by name.</summary>
    public IReadOnlyDictionary<string, OrchestratorRegistration> Orchestrators => _orchestrators;

    /// <summary>
    /// Adds an activity. A new object is created for each call; the service provider supplies its constructor's parameters.
    /// </summary>
    /// <exception cref="ArgumentException">An activity has that name already.</exception>
    public DurableTaskRegistry AddActivity<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)]
    TActivity, TInput, TResult>(
        ActivityName<TInput, TResult> name)
        where TActivity : class, IActivity<TInput, TResult>
    {
        _activities.Add(name.Value, ActivityRegistration.Create<TActivity, TInput, TResult>(name));
        return this;
    }

    /// <summary>
    /// Puts a function around an activity that was added. The function sees each input, may call the activity, and returns the result.
    /// </summary>
    /// <param name="name">The name of an activity that was added.</param>
    /// <param name="around">Gets the services of the call, the input, and the activity to call.</param>
    /// <exception cref="KeyNotFoundException">There is no activity of that name.</exception>
    public DurableTaskRegistry WrapActivity<TInput, TResult>(
        ActivityName<TInput, TResult> name,
        Func<IServiceProvider, TInput, Func<TInput, Task<TResult>>, Task<TResult>> around)
    {
        _activities[name.Value] = _activities[name.Value].Wrap(around);
        return this;
    }

    /// <summary>Adds an orchestrator. A new object is created for each replay.</summary>
    /// <exception cref="ArgumentException">An orchestrator has that name already.</exception>
    public DurableTaskRegistry AddOrchestrator<TOrchestrator, TInput, TResult>(OrchestratorName<TInput, TResult> name)
        where TOrchestrator : class, IOrchestrator<TInput, TResult>, new()
    {
        _orchestrators.Add(name.Value, OrchestratorRegistration.Create<TOrchestrator, TInput, TResult>(name));
        return this;
    }
}
