namespace TenantTokens.Rotations.Activities;

/// <summary>Targets whose turn is still to come.</summary>
/// <param name="ActiveGates">How many ActiveGates.</param>
/// <param name="OneAgents">How many OneAgents.</param>
public sealed record PendingTargets(int ActiveGates, int OneAgents)
{
    /// <summary>Whether there are any.</summary>
    public bool Any => ActiveGates + OneAgents > 0;
}
