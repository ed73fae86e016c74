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
    public DurableTaskRegistry AddActivity<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TActivity, TInput, TResult>(ActivityName<TInput, TResult> name)
        where TActivity : class, IActivity<TInput, TResult>
    {
        _activities.Add(name.Value, ActivityRegistration.Create<TActivity, TInput, TResult>(name));
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
