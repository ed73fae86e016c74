using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>Who decides what.</summary>
public sealed record ApprovalOptions
{
    /// <summary>What an approver begins with that is a group: its id follows.</summary>
    public const string GroupPrefix = "group:";

    /// <summary>The gate before anything happens.</summary>
    public StartGateOptions Start { get; init; } = new();

    /// <summary>The gate before the old token dies.</summary>
    public FinishGateOptions Finish { get; init; } = new();

    /// <summary>
    /// How long after a gate opened its approvers are reminded. Default 4 h, 10 ms to 7 d. Each further pause is twice the one before, up to a day (or this,
    /// when it is longer): an open gate harms nobody, and neither people nor histories are to be flooded.
    /// </summary>
    public TimeSpan Reminder { get; init; } = TimeSpan.FromHours(4);

    /// <summary>How long after a gate opened the escalation list is told. Default 1 d, 10 ms to 30 d.</summary>
    public TimeSpan EscalateAfter { get; init; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How long after it opened a gate should be decided. Default 3 d, 10 ms to 90 d. When it passes the gate counts as held, and approvers and escalation list
    /// are told; it stays open, and nothing is started, finished or cancelled.
    /// </summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromDays(3);

    /// <summary>Who is told when a gate stays open: names of <see cref="Addresses"/>, or mail addresses. They may not vote by that. Default nobody.</summary>
    public IReadOnlyList<string> Escalation { get; init; } = [];

    /// <summary>The mail address of a name, compared without regard to case. A name that is a mail address needs none. Default empty.</summary>
    public IReadOnlyDictionary<string, string> Addresses { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The gate that asks how to go on when too much has failed; as finish when left out.</summary>
    public GateVoterOptions Continue { get; init; } = new();

    /// <summary>The gate before the new token dies; as finish when left out.</summary>
    public GateVoterOptions Cancel { get; init; } = new();

    /// <summary>A voter made of code, for demonstrations; refused unless every endpoint is loopback. Default null.</summary>
    public SimulatedApproverOptions? SimulatedApprover { get; init; }

    /// <summary>The approvers of a gate that names its own or, with null, those of <see cref="Finish"/>; the simulated approver is always one of them.</summary>
    public IReadOnlyList<string> Approvers(IReadOnlyList<string>? own)
    {
        IReadOnlyList<string> approvers = own ?? Finish.Approvers;
        return SimulatedApprover is { } simulated && !approvers.Any(name => PersonName.IsSame(name, simulated.Name)) ? [.. approvers, simulated.Name] : approvers;
    }
}
