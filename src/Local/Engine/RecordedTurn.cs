namespace TenantTokens.Local.Engine;

/// <summary>One row of an instance's history.</summary>
/// <param name="Event">The event that was delivered.</param>
/// <param name="At">The instance's clock in this turn (UTC).</param>
/// <param name="Asked">The steps that the code then requested (<see cref="AskedStep.Join"/>); null for none.</param>
internal sealed record RecordedTurn(TurnEvent Event, DateTime At, string? Asked);
