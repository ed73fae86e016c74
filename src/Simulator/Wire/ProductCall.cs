namespace TenantTokens.Simulator.Wire;

/// <summary>The metadata of an endpoint, for faults that name a call.</summary>
/// <param name="Name">One of <see cref="CallName.All"/>.</param>
/// <param name="Service">The service whose API it belongs to.</param>
internal sealed record ProductCall(string Name, ServiceKind Service);
