namespace TenantTokens.Simulation.Runs;

/// <summary>A check that a seed violates.</summary>
/// <param name="Check">Its name.</param>
/// <param name="Message">What did not hold.</param>
/// <param name="KnownUntil">The title of the issue that ends it; null when it is not known.</param>
internal sealed record FoundFailure(string Check, string Message, string? KnownUntil);
