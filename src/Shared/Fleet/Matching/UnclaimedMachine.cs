namespace TenantTokens.Fleet.Matching;

/// <summary>
/// A machine in scope that no agent at Dynatrace claims, as it stood when the plan was made or the fleet was last read. Changes by addition
/// only.
/// </summary>
/// <param name="Identity">What the machine is told apart by.</param>
/// <param name="Name">Its name.</param>
/// <param name="ResourceId">Its ARM id.</param>
/// <param name="IsClear">Whether a probe looked and found no component of the environment.</param>
/// <param name="Reason">What the probe said, or why nobody looked.</param>
public sealed record UnclaimedMachine(string Identity, string Name, string ResourceId, bool IsClear, string Reason);
