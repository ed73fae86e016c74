using TenantTokens.Fleet.Targets;

namespace TenantTokens.Approvals;

/// <summary>One line of the exceptions: something that is not proved to be safe and that approvers must accept by name.</summary>
/// <param name="Name">The display name, for example <c>oneagent/web-03</c>.</param>
/// <param name="State">What is wrong with it: a target's state, or StaleProcesses.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="TargetId">The target's id, since two hosts may have the same name; null when there is no target.</param>
/// <param name="Count">
/// The number of processes with the old token, or the most machines that the line of unclaimed machines covers; 0 otherwise.
/// </param>
public sealed record ExceptionItem(string Name, string State, string Reason, string? TargetId = null, int Count = 0)
{
    /// <summary>The fingerprint of the host's older token, whose replacement may be accepted; null for other items.</summary>
    public string? OlderToken { get; init; }

    /// <summary>The state of an item whose host is on the new token but still runs processes with the old one.</summary>
    public const string StaleProcesses = "StaleProcesses";

    /// <summary>The state of an item whose host is gone. It cannot stop reporting, so approvers need not accept it.</summary>
    public const string Gone = "Gone";

    /// <summary>
    /// Returns the item with its target's present state, for showing. What the approvers are asked about and accept stays as it was asked.
    /// </summary>
    /// <param name="targets">The rotation's targets.</param>
    public ExceptionItem AsItStands(IReadOnlyCollection<TargetRecord> targets)
        => TargetId is { } id
            && Enum.TryParse(State, out TargetState asked)
            && targets.FirstOrDefault(target => target.TargetId == id) is { } target
            && target.State != asked
            ? this with { State = target.State.ToString(), Reason = $"It was {State} when the gate opened: {Reason}" }
            : this;

    /// <summary>True when an approved item covers this one: the same thing in the same state, and no more of it.</summary>
    public bool IsCoveredBy(ExceptionItem approved)
        => string.Equals(Name, approved.Name, StringComparison.Ordinal)
            && string.Equals(State, approved.State, StringComparison.Ordinal)
            && string.Equals(TargetId, approved.TargetId, StringComparison.Ordinal)
            && Count <= approved.Count;
}
