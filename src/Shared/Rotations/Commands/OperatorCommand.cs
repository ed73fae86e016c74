namespace TenantTokens.Rotations.Commands;

/// <summary>A command in the ledger. Changes by addition only.</summary>
/// <param name="Number">The command's number in the rotation, from 1.</param>
/// <param name="Kind">The kind of command.</param>
/// <param name="By">Who gave it.</param>
/// <param name="Reason">The reason; null when none was given.</param>
/// <param name="At">When it was given (UTC).</param>
/// <param name="TargetId">For retry and skip: the target's id; null for all that failed.</param>
public sealed record OperatorCommand(
    int Number,
    OperatorCommandKind Kind,
    string By,
    string? Reason,
    DateTimeOffset At,
    string? TargetId = null)
{
    /// <summary>The external event that wakes an orchestration for a new command.</summary>
    public const string EventName = "command";

    /// <summary>
    /// The content of that event when there is no new command, but an orchestration with a long history must end so that a new one takes
    /// over.
    /// </summary>
    public const string Renewal = "renewal";
}
