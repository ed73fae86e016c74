namespace TenantTokens.Rotations;

/// <summary>Why a rotation waits for a person.</summary>
/// <param name="Code">A kebab-case code, for example plan-blocked or foreign-rotation.</param>
/// <param name="Message">One sentence for people that says what to do.</param>
/// <param name="Since">When it was parked (UTC).</param>
/// <param name="CommandsBefore">How many commands had been given by then. A resume among them was for an earlier park.</param>
/// <param name="InForce">The fingerprint of the token in force; null when it was not read.</param>
/// <param name="ResumesInVain">How often a resume has led straight back to the same park, since the token in force last changed.</param>
public sealed record ParkReason(
    string Code,
    string Message,
    DateTimeOffset Since,
    int CommandsBefore = 0,
    string? InForce = null,
    int ResumesInVain = 0)
{
    /// <summary>Whether a resume ended this park.</summary>
    public bool WasResumed { get; init; }

    /// <summary>
    /// Whether approvers allowed the takeover of another party's rotation and it was not possible, since the token in force last changed.
    /// </summary>
    public bool AdoptedInVain { get; init; }

    /// <summary>Returns the reason that replaces this one, with the vain attempts counted.</summary>
    /// <param name="next">The new reason, with or without the token in force.</param>
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
