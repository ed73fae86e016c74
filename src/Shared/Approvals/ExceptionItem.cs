using TenantTokens.Fleet.Targets;

namespace TenantTokens.Approvals;

/// <summary>One line of the exceptions: something that is not proved to be safe and that an approver must accept by name.</summary>
/// <param name="Name">As people call it, for example <c>oneagent/web-03</c>.</param>
/// <param name="State">What is wrong with it: a target's state, or StaleProcesses.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="TargetId">Which target: two hosts may have one name.</param>
/// <param name="Count">
/// Of processes with the old token, or up to how many machines the line of the unclaimed ones covers; 0 where there is nothing to count.
/// </param>
public sealed record ExceptionItem(string Name, string State, string Reason, string? TargetId = null, int Count = 0)
{
    /// <summary>
    /// The fingerprint of an older token that the host carries, and that may be accepted to be replaced; null for anything else.
    /// </summary>
    public string? OlderToken { get; init; }

    /// <summary>The state of an item whose host is on the new token but still runs processes with the old one.</summary>
    public const string StaleProcesses = "StaleProcesses";

    /// <summary>The state of an item whose host is gone: it cannot stop reporting, so approvers need not accept it.</summary>
    public const string Gone = "Gone";

    /// <summary>
    /// What people are shown: where its target stands by now. What they are asked about, and accept, stays as it was asked.
    /// </summary>
    /// <param name="targets">The rotation's targets.</param>
    public ExceptionItem AsItStands(IReadOnlyCollection<TargetRecord> targets)
        => TargetId is { } id
            && Enum.TryParse(State, out TargetState asked)
            && targets.FirstOrDefault(target => target.TargetId == id) is { } target
            && target.State != asked
            ? this with { State = target.State.ToString(), Reason = $"It was {State} when the gate opened: {Reason}" }
            : this;

    /// <summary>True when this item is covered by what was approved: the same thing in the same state, and no more of it.</summary>
    public bool IsCoveredBy(ExceptionItem approved)
        => string.Equals(Name, approved.Name, StringComparison.Ordinal)
            && string.Equals(State, approved.State, StringComparison.Ordinal)
            && string.Equals(TargetId, approved.TargetId, StringComparison.Ordinal)
            && Count <= approved.Count;
}
