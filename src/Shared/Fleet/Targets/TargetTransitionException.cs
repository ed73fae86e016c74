namespace TenantTokens.Fleet.Targets;

/// <summary>A move of a target that <see cref="TargetTransitions"/> does not list.</summary>
/// <param name="target">The target, as people call it.</param>
/// <param name="from">Its present state.</param>
/// <param name="cause">Why it was to move.</param>
/// <param name="to">The refused state.</param>
/// <param name="allowed">The states that this cause may bring it to from there.</param>
public sealed class TargetTransitionException(
    string target,
    TargetState from,
    TargetCause cause,
    TargetState to,
    IReadOnlyList<TargetState> allowed)
    : Exception(
        $"{target} is {from} and cannot become {to} by {cause}; allowed: {(allowed.Count == 0 ? "nothing" : string.Join(", ", allowed))}.")
{
    /// <summary>Its present state.</summary>
    public TargetState From { get; } = from;

    /// <summary>Why it was to move.</summary>
    public TargetCause Cause { get; } = cause;

    /// <summary>The refused state.</summary>
    public TargetState To { get; } = to;

    /// <summary>The states that the cause may bring it to from there.</summary>
    public IReadOnlyList<TargetState> Allowed { get; } = allowed;
}
