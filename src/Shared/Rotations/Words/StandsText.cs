namespace TenantTokens.Rotations.Words;

/// <summary>
/// Says in which state a rotation stays when nobody continues it, as the end of a sentence that begins with the rotation.
/// </summary>
public static class StandsText
{
    private const string Unknown = "whether it took effect is not known yet";

    /// <summary>Returns the end of the sentence.</summary>
    public static string From(RotationRecord rotation) => rotation switch
    {
        { Phase: RotationPhase.Completed } => "is completed: the new token is in force",
        { Phase: RotationPhase.Cancelled, StartTookEffect: false } => "is cancelled; no host was touched",
        { Phase: RotationPhase.Cancelled } => "is cancelled: the old token is in force",
        { Phase: RotationPhase.Abandoned } => "is closed as it is; the report says which token each host is on",
        { SweepUntil: not null } => "has put the new token in force and watches for hosts that are offline after finish",
        _ => TokenWords.From(rotation) switch
        {
            ValidTokens.New => "stays open; somebody else has finished it, so the old token is dead",
            ValidTokens.NewPerhapsOld => $"stays open. Finish was sent and {Unknown}: the old token may be dead",
            ValidTokens.OldPerhapsNoMoreNew => $"stays open. Cancel was sent and {Unknown}: the new token may be dead",
            ValidTokens.NotKnown => "stays open; Dynatrace shows neither of its tokens, so which tokens are valid is not known",
            ValidTokens.Both => "stays open, and both tokens stay valid",
            ValidTokens.OldPerhapsNew => $"stays open. Start was sent and {Unknown}: a new token may be valid beside the old one",
            ValidTokens.OfAnotherRotation
                => "stays open; Dynatrace refused its start, because another rotation is open there. No host was touched",
            _ => "stays open; it has not started, so nothing was changed",
        },
    };
}
