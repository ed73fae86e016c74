namespace TenantTokens.Simulation.Runs;

/// <summary>A kind of failure that is known.</summary>
/// <param name="Check">The check that it violates.</param>
/// <param name="Part">A part of the message; empty for any.</param>
/// <param name="Until">The title of the issue that ends it.</param>
internal sealed record KnownFailure(string Check, string Part, string Until)
{
    public bool Covers(string check, string message) => check == Check && message.Contains(Part, StringComparison.Ordinal);
}
