using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>
/// Who decides what. Nothing is decided by time: a gate that no approver decides stays open, and the tokens stay as they are.
/// </summary>
public sealed record ApprovalOptions
{
    /// <summary>What an approver begins with that is a group: its id follows.</summary>
    public const string GroupPrefix = "group:";

    /// <summary>The gate before anything happens.</summary>
    public StartGateOptions Start { get; init; } = new();

    /// <summary>The gate before the old token ends, which cannot be undone.</summary>
    public FinishGateOptions Finish { get; init; } = new();

    /// <summary>Who decides how to go on when too much has failed.</summary>
    public GateVoterOptions Continue { get; init; } = new();

    /// <summary>
    /// Who decides that the new token ends although hosts that were touched are not restored, and that ActiveGates get the old one back
    /// although OneAgents may be on the new one.
    /// </summary>
    public GateVoterOptions Cancel { get; init; } = new();

    /// <summary>
    /// How long after a gate opened its approvers are reminded. Each further pause is twice the one before, up to a day (or this, when it
    /// is longer), so that neither people nor histories are flooded.
    /// </summary>
    [Duration("00:00:00.01", "7.00:00:00")]
    public TimeSpan Reminder { get; init; } = TimeSpan.FromHours(4);

    /// <summary>How long after a gate opened the escalation list is told, once.</summary>
    [Duration("00:00:00.01", "30.00:00:00")]
    public TimeSpan EscalateAfter { get; init; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How long after it opened a gate should be decided. Then it counts as held, and approvers and escalation list are told; it stays
    /// open, and nothing is started, finished or cancelled.
    /// </summary>
    [Duration("00:00:00.01", "90.00:00:00")]
    public TimeSpan Deadline { get; init; } = TimeSpan.FromDays(3);

    /// <summary>Who is told when a gate stays open: names of <see cref="Addresses"/>, or mail addresses. That gives them no vote.</summary>
    [PersonName]
    public IReadOnlyList<string> Escalation { get; init; } = [];

    /// <summary>The mail address of each name, compared without regard to case. A name that is a mail address needs none.</summary>
    [MailAddress]
    public IReadOnlyDictionary<string, string> Addresses { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>A voter made of code, for demonstrations. Refused unless every endpoint is on this machine.</summary>
    public SimulatedApproverOptions? SimulatedApprover { get; init; }

    /// <summary>
    /// The approvers of a gate that names its own or, with null, those of <see cref="Finish"/>; the simulated approver is always one of
    /// them.
    /// </summary>
    public IReadOnlyList<string> Approvers(IReadOnlyList<string>? own)
    {
        IReadOnlyList<string> approvers = own ?? Finish.Approvers;
        return SimulatedApprover is { } simulated && !approvers.Any(name => PersonName.IsSame(name, simulated.Name))
            ? [.. approvers, simulated.Name]
            : approvers;
    }
}
