namespace TenantTokens.Durable;

/// <summary>Which instances to list.</summary>
/// <param name="InstanceIdPrefix">Only instances whose id starts with this (ordinal); all when null.</param>
/// <param name="Statuses">Only instances with one of these statuses; all when null.</param>
public sealed record OrchestrationQuery(string? InstanceIdPrefix = null, IReadOnlyCollection<OrchestrationRuntimeStatus>? Statuses = null);
