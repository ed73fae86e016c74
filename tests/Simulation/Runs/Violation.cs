namespace TenantTokens.Simulation.Runs;

/// <summary>A check that did not hold.</summary>
/// <param name="Check">Its name.</param>
/// <param name="Message">What did not hold.</param>
/// <param name="After">How long after the beginning.</param>
internal sealed record Violation(string Check, string Message, TimeSpan After);
