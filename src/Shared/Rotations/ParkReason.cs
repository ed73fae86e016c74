namespace TenantTokens.Rotations;

/// <summary>Why a rotation waits for a human.</summary>
/// <param name="Code">A kebab-case code, for example plan-blocked or foreign-rotation.</param>
/// <param name="Message">One sentence for a person, saying what to do.</param>
/// <param name="Since">When it was parked.</param>
/// <param name="CommandsBefore">How many commands had been given by then: a resume among them was meant for an earlier hold.</param>
/// <param name="InForce">The fingerprint of the token in force, when it was read for this hold.</param>
/// <param name="ResumesInVain">
/// How often a resume has led straight back to the hold that it left, since the token in force was last seen to change.
/// </param>
public sealed record ParkReason(
    string Code,
    string Message,
    DateTimeOffset Since,
    int CommandsBefore = 0,
    string? InForce = null,
    int ResumesInVain = 0)
{
    /// <summary>Whether it was left by going on where the rotation stood.</summary>
    public bool WasResumed { get; init; }

    /// <summary>
    /// Whether the approvers allowed somebody else's rotation to be taken over and it could not be, since the token in force was last seen
    /// to change.
    /// </summary>
    public bool AdoptedInVain { get; init; }

    /// <summary>The hold that takes this one's place, with what was tried in vain counted.</summary>
    /// <param name="next">The new hold, which knows the token in force or leaves it open.</param>
    public ParkReason FollowedBy(ParkReason next)
    {
        ArgumentNullException.ThrowIfNull(next);
        if (next.InForce is not null && next.InForce != InForce)
        {
            return next;
        }

        bool wasInVain = WasResumed && Code == next.Code;
        return next with
        {
            InForce = InForce,
            ResumesInVain = wasInVain ? ResumesInVain + 1 : ResumesInVain,
            AdoptedInVain = AdoptedInVain || Code is ParkCodes.AdoptionImpossible,
        };
    }
}
