namespace TenantTokens.Simulator.Wire;

/// <summary>What an endpoint is, for faults that name a call.</summary>
/// <param name="Name">One of <see cref="CallName.All"/>.</param>
/// <param name="Service">Whose API it is.</param>
internal sealed record ProductCall(string Name, ServiceKind Service);
