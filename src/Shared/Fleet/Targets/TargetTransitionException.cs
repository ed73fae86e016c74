namespace TenantTokens.Fleet.Targets;

/// <summary>A target was to make a move that <see cref="TargetTransitions"/> does not list. This is a bug.</summary>
/// <param name="target">The display name of the target.</param>
/// <param name="from">Its present state.</param>
/// <param name="cause">Why the target was to move.</param>
/// <param name="to">The state that was refused.</param>
/// <param name="allowed">The states that the cause allows from its present state.</param>
public sealed class TargetTransitionException(
    string target,
    TargetState from,
    TargetCause cause,
    TargetState to,
    IReadOnlyList<TargetState> allowed)
    : Exception(
        $"{target} is {from} and cannot become {to} by {cause}; allowed: {(allowed.Count == 0 ? "nothing" : string.Join(", ", allowed))}.")
{
    /// <summary>The state of the target.</summary>
    public TargetState From { get; } = from;

    /// <summary>Why the target was to move.</summary>
    public TargetCause Cause { get; } = cause;

    /// <summary>The state that was refused.</summary>
    public TargetState To { get; } = to;

    /// <summary>The states that the cause allows from <see cref="From"/>.</summary>
    public IReadOnlyList<TargetState> Allowed { get; } = allowed;
}
