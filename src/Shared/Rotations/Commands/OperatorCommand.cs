namespace TenantTokens.Rotations.Commands;

/// <summary>One command, as it stands in the ledger. Changes by addition only.</summary>
/// <param name="Number">1 for a rotation's first command.</param>
/// <param name="Kind">What it says.</param>
/// <param name="By">Who gave it.</param>
/// <param name="Reason">Why; may be null.</param>
/// <param name="At">When.</param>
/// <param name="TargetId">Retry, skip: which target; null for all that failed.</param>
public sealed record OperatorCommand(
    int Number,
    OperatorCommandKind Kind,
    string By,
    string? Reason,
    DateTimeOffset At,
    string? TargetId = null)
{
    /// <summary>The external event that wakes an orchestration because there is a new command.</summary>
    public const string EventName = "command";

    /// <summary>
    /// What that event says when there is no new command, and an orchestration with a long history is to end for a new one.
    /// </summary>
    public const string Renewal = "renewal";
}
