namespace TenantTokens.Local.Engine;

/// <summary>One row of an instance's history.</summary>
/// <param name="Event">What was delivered.</param>
/// <param name="At">When (UTC): the instance's clock in this turn.</param>
/// <param name="Asked">What the code then asked for (<see cref="AskedStep.Join"/>); null for nothing.</param>
internal sealed record RecordedTurn(TurnEvent Event, DateTime At, string? Asked);
