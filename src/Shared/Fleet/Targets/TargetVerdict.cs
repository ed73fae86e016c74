using TenantTokens.Machines;
using TenantTokens.RunCommand;

namespace TenantTokens.Fleet.Targets;

/// <summary>What a command's result means for its target. A pure function of the result.</summary>
/// <param name="State">The state that the result leads to.</param>
/// <param name="Code">A kebab-case reason.</param>
/// <param name="Message">One sentence for people.</param>
/// <param name="IsProved">True when the host itself reported the state.</param>
/// <param name="IsRetryable">True when another attempt may succeed.</param>
public sealed record TargetVerdict(TargetState State, string Code, string Message, bool IsProved = false, bool IsRetryable = false)
{
    /// <summary>
    /// The code of a command that never answered. What it did is not known, and it may still run until its not-after has passed.
    /// </summary>
    public const string NoAnswer = "no-answer";

    /// <summary>The code for an exit code and a report that contradict each other. Nothing in that report counts.</summary>
    public const string Contradiction = "report-contradicts-exit";

    private const string NotInTime = "The run command did not end in time. Its script may have run, or may still be running.";

    /// <summary>
    /// Reads a result. Exit codes: 0 done, 10 not installed, 20 expired or stale, 30 refused, 40 failed and restored, 50 failed and needs a
    /// human.
    /// </summary>
    /// <param name="result">The command's result.</param>
    /// <param name="action">What the command did.</param>
    /// <param name="wanted">The fingerprint that the host's report must show; null for a probe.</param>
    public static TargetVerdict From(RunCommandResult result, TargetAction action, string? wanted) => result switch
    {
        RunCommandResult.Completed { Report: { } report } completed when !Agree(completed.ExitCode, report.Outcome)
            => new(
                TargetState.Inconclusive,
                Contradiction,
                $"Azure gives exit code {completed.ExitCode}, but the script reports '{report.Outcome}' ({report.Code}:"
                    + $" {report.Message}). They contradict each other."),
        RunCommandResult.Completed { ExitCode: 0, Report: { } report } => Done(report, action, wanted),
        RunCommandResult.Completed { Report: { } report } completed => Failed(completed.ExitCode, report),
        RunCommandResult.Completed completed => new(
            TargetState.Inconclusive,
            "no-report",
            $"The script ended with exit code {completed.ExitCode} and no report: {Words(completed)}"),
        RunCommandResult.MachineNotRunning => new(TargetState.Unreachable, UncoveredCodes.NotRunning, "The machine is not running."),
        RunCommandResult.DeadlinePassed { PlatformMessage: { Length: > 0 } words }
            => new(TargetState.Inconclusive, NoAnswer, $"{NotInTime} Azure says: {words}"),
        RunCommandResult.DeadlinePassed => new(TargetState.Inconclusive, NoAnswer, NotInTime),
        RunCommandResult.Refused { Code: "machine-gone" } refused => new(TargetState.Unreachable, refused.Code, refused.Message),
        RunCommandResult.Refused { Code: "conflict" } refused
            => new(TargetState.Unreachable, refused.Code, refused.Message, IsRetryable: true),
        RunCommandResult.Refused refused => new(TargetState.Failed, refused.Code, refused.Message),
        _ => new(TargetState.Pending, "not-sent", "Not sent."),
    };

    /// <summary>
    /// Adjusts the verdict for a target that may have got an apply before. AlreadyCurrent then becomes Rotated: an earlier run of ours,
    /// whose answer was lost, made the change.
    /// </summary>
    public TargetVerdict WithEarlierApply(bool wasTouched)
        => wasTouched && State is TargetState.AlreadyCurrent ? this with { State = TargetState.Rotated } : this;

    /// <summary>Whether the scripts use this exit code and this outcome together. Any other pair was lost or changed on the way.</summary>
    private static bool Agree(int exitCode, string outcome) => exitCode switch
    {
        0 => outcome is "probed" or "rotated" or "alreadyCurrent" or "restored",
        10 => outcome is "notInstalled",
        20 => outcome is "expired",
        30 => outcome is "refused",
        _ => outcome is "failed",
    };

    private static string Words(RunCommandResult.Completed completed)
    {
        string[] words =
        [
            .. new[] { completed.PlatformMessage, completed.StderrTail.Trim() }.Where(static text => !string.IsNullOrWhiteSpace(text)),
        ];
        return words.Length > 0 ? string.Join("; ", words) : "Azure reports no message either.";
    }

    private static TargetVerdict Done(HostReport report, TargetAction action, string? wanted)
    {
        if (action is TargetAction.Probe)
        {
            return report.Outcome is "probed"
                ? new(TargetState.Pending, "probed", report.Message, IsProved: true)
                : NoEndOf(action, report);
        }

        if (wanted is null || report.Fingerprint != wanted)
        {
            return new(TargetState.Inconclusive, "not-proved", "The script reports success, but the host uses a different token.");
        }

        if (report.Connected is false)
        {
            return new(
                TargetState.Inconclusive,
                "not-connected",
                "The token is in place, but the host shows no accepted connection since the restart.");
        }

        return (action, report.Outcome) switch
        {
            (TargetAction.Apply, "rotated") => new(TargetState.Rotated, report.Code, report.Message, IsProved: true),
            (TargetAction.Apply, "alreadyCurrent") => new(TargetState.AlreadyCurrent, report.Code, report.Message, IsProved: true),
            (TargetAction.Restore, "restored" or "alreadyCurrent")
                => new(TargetState.Restored, report.Code, report.Message, IsProved: true),
            _ => NoEndOf(action, report),
        };
    }

    private static TargetVerdict NoEndOf(TargetAction action, HostReport report)
        => new(
            TargetState.Inconclusive,
            "not-proved",
            $"The script reports '{report.Outcome}', which is not a possible result of {action}.");

    private static TargetVerdict Failed(int exitCode, HostReport report) => exitCode switch
    {
        10 => new(TargetState.Failed, "not-installed", report.Message),
        20 => new(TargetState.Expired, report.Code, report.Message, IsRetryable: report.Code is "not-after-passed"),
        30 => new(TargetState.Failed, report.Code, report.Message, IsRetryable: report.Code is "locked"),
        40 => new(TargetState.Failed, report.Code, report.Message, IsRetryable: true),
        _ => new(TargetState.Failed, report.Code, report.Message),
    };
}
