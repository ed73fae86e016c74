namespace TenantTokens.Simulator;

/// <summary>A component on a machine.</summary>
/// <param name="Component">activegate or oneagent.</param>
/// <param name="Environment">The environment it reports to.</param>
/// <param name="Loaded">The fingerprint of the token it loaded when its service started; null while it does not run.</param>
/// <param name="Online">Whether Dynatrace sees it.</param>
/// <param name="Services">Its services.</param>
public sealed record ComponentSnapshot(
    string Component, string Environment, string? Loaded, bool Online, IReadOnlyList<ServiceSnapshot> Services);
