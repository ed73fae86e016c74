namespace TenantTokens.Rotations.Commands;

/// <summary>What a command that ends a park means besides the move itself. Pure.</summary>
public static class ParkAnswers
{
    /// <summary>Returns the rotation's row with the answer recorded.</summary>
    /// <param name="rotation">The row of the parked rotation.</param>
    /// <param name="kind">The command that the operator gave.</param>
    /// <param name="now">The current time (UTC).</param>
    public static RotationRecord Take(RotationRecord rotation, OperatorCommandKind kind, DateTimeOffset now)
        => (rotation.ParkReason?.Code, kind, rotation.ParkedFrom) switch
        {
            // An operator who chooses abort was shown which hosts are online; resume reads the tokens again.
            (ParkCodes.ForeignToken, OperatorCommandKind.Abort, _) => rotation with { AnsweredForeignToken = rotation.ForeignToken },

            // A rise has causes that need opposite reactions: with all ActiveGates done, one OneAgent shows which cause it is. After a
            // repeated question, the same OneAgent is checked again.
            (ParkCodes.RejectedMessagesRose, OperatorCommandKind.Resume, RotationPhase.RotatingActiveGates
                or RotationPhase.RotatingOneAgents)
                => rotation with { OneAgentCanarySince = rotation.OneAgentCanarySince ?? now },
            _ => rotation,
        };
}
