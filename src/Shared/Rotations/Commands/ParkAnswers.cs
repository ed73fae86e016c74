namespace TenantTokens.Rotations.Commands;

/// <summary>What a command that leaves a hold says beside the move itself. Pure.</summary>
public static class ParkAnswers
{
    /// <summary>The row with the answer taken in.</summary>
    /// <param name="rotation">The row of the parked rotation.</param>
    /// <param name="kind">What the operator said.</param>
    /// <param name="now">Our clock.</param>
    public static RotationRecord Take(RotationRecord rotation, OperatorCommandKind kind, DateTimeOffset now)
        => (rotation.ParkReason?.Code, kind, rotation.ParkedFrom) switch
        {
            // Whoever says abort was shown which side is online; resume looks again.
            (ParkCodes.ForeignToken, OperatorCommandKind.Abort, _) => rotation with { AnsweredForeignToken = rotation.ForeignToken },

            // A rise has causes that need opposite moves: the ActiveGates are settled, then one OneAgent shows which it is. Asked again,
            // that one is looked at again.
            (ParkCodes.RejectedMessagesRose, OperatorCommandKind.Resume, RotationPhase.RotatingActiveGates
                or RotationPhase.RotatingOneAgents)
                => rotation with { OneAgentCanarySince = rotation.OneAgentCanarySince ?? now },
            _ => rotation,
        };
}
