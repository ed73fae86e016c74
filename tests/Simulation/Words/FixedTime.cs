namespace TenantTokens.Simulation.Words;

/// <summary>The clock of a state: it stands still.</summary>
/// <param name="now">Where.</param>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
