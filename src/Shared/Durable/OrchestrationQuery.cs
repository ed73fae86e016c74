namespace TenantTokens.Durable;

/// <summary>Which instances to list.</summary>
/// <param name="InstanceIdPrefix">Only ids that start so (ordinal); all when null.</param>
/// <param name="Statuses">Only these; all when null.</param>
public sealed record OrchestrationQuery(string? InstanceIdPrefix = null, IReadOnlyCollection<OrchestrationRuntimeStatus>? Statuses = null);
