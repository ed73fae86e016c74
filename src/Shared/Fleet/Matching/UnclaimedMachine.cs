namespace TenantTokens.Fleet.Matching;

/// <summary>
/// A machine in scope that no agent at Dynatrace claims, as of the plan or the last reading of the fleet. Changes by addition only.
/// </summary>
/// <param name="Identity">The machine's <see cref="TenantTokens.Machines.Machine.Identity"/>.</param>
/// <param name="Name">Its name.</param>
/// <param name="ResourceId">Its ARM id.</param>
/// <param name="IsClear">Whether a probe found that it has no component of the environment.</param>
/// <param name="Reason">The result of the probe, or why it was not probed.</param>
public sealed record UnclaimedMachine(string Identity, string Name, string ResourceId, bool IsClear, string Reason);
