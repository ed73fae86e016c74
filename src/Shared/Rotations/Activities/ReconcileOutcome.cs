namespace TenantTokens.Rotations.Activities;

/// <summary>How the fleet changed since the last look. Names stand in the ledger.</summary>
/// <param name="JoinedActiveGates">ActiveGates that no target stood for: they go before any further OneAgent.</param>
/// <param name="JoinedOneAgents">OneAgents that no target stood for.</param>
/// <param name="Left">Targets that are Skipped because they are gone.</param>
/// <param name="Back">Targets that can be reached again and are Pending, or named otherwise than before.</param>
/// <param name="BackActiveGates">How many of those are ActiveGates: they may have come back with the old token.</param>
/// <param name="WentOff">Targets that were Pending and can no longer be reached.</param>
/// <param name="Withheld">Targets that look gone but stay, because the list of machines looks incomplete: a person should look.</param>
public sealed record ReconcileOutcome(int JoinedActiveGates, int JoinedOneAgents, int Left, int Back, int BackActiveGates = 0, int WentOff = 0, int Withheld = 0);
