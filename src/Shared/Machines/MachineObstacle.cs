namespace TenantTokens.Machines;

/// <summary>Why a machine accepts no run command.</summary>
/// <param name="Code">One of <see cref="UncoveredCodes"/>.</param>
/// <param name="Message">One sentence for people that says what to do.</param>
public sealed record MachineObstacle(string Code, string Message);
