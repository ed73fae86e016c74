using TenantTokens.Durable;

namespace TenantTokens.Rotations.Procedure;

/// <summary>
/// What a rotation's orchestration says of itself in its custom status. A live instance may have returned: engines complete an instance
/// only once all its children have ended, and the watch runs for as long as a gate stays open. Such an instance hears nothing any more and
/// may be ended. See https://github.com/Azure/durabletask/blob/main/src/DurableTask.Core/TaskOrchestrationExecutor.cs
/// (<c>HasOpenTasks</c>).
/// </summary>
public static class RootStatus
{
    /// <summary>With this reason an orchestration that is over is ended, when the next one begins.</summary>
    public const string Replaced = "It is over, and the next one begins.";

    private const int LongestFailure = 1_000; // Azure takes 16 KB
    private const string RenewalDue = ", renewal due";
    private const string Over = ", over";
    private const string Failed = ", failed: ";

    /// <summary>It runs, or waits. In a phase in which its rotation has ended it tidies up and returns.</summary>
    public static string At(RotationPhase phase) => phase.ToString();

    /// <summary>It waits, and its history is so long that a new one should take over.</summary>
    public static string RenewalDueAt(RotationPhase phase) => phase + RenewalDue;

    /// <summary>It has returned.</summary>
    public static string OverAt(RotationPhase phase) => phase + Over;

    /// <summary>It has thrown. Only what activities said is told on: that is free of secrets.</summary>
    public static string FailedAt(RotationPhase phase, Exception exception)
    {
        string failure = exception is ActivityFailedException ? exception.Message : exception.GetType().Name;
        return phase + Failed + (failure.Length > LongestFailure ? failure[..LongestFailure] : failure);
    }

    /// <summary>Whether a status says that a new orchestration should take over.</summary>
    public static bool IsRenewalDue(string? status) => status?.EndsWith(RenewalDue, StringComparison.Ordinal) is true;

    /// <summary>Whether a status says that its rotation has ended and the orchestration is about to return.</summary>
    public static bool IsEnding(string? status) => Enum.TryParse(status, out RotationPhase phase) && phase.IsTerminal();

    /// <summary>Whether a status says that the orchestration has returned or thrown.</summary>
    public static bool IsOver(string? status) => status?.EndsWith(Over, StringComparison.Ordinal) is true || FailureIn(status) is not null;

    /// <summary>Why it failed; null when the status says nothing of the kind.</summary>
    public static string? FailureIn(string? status)
        => status?.IndexOf(Failed, StringComparison.Ordinal) is > 0 and int at ? status[(at + Failed.Length)..] : null;

    /// <summary>Why an orchestration failed; null when it did not. One whose watch still runs is not failed yet for the engine.</summary>
    public static string? FailureOf(OrchestrationMetadata? instance) => instance switch
    {
        { RuntimeStatus: OrchestrationRuntimeStatus.Failed } => instance.FailureMessage ?? "",
        { IsCompleted: false } => FailureIn(instance.ReadCustomStatusAs<string>()),
        _ => null,
    };

    /// <summary>
    /// Why an orchestration does not go on by itself; null when it does, or has done its work, or gives way to the next one.
    /// </summary>
    public static string? WhyStopped(OrchestrationMetadata? instance) => instance switch
    {
        { RuntimeStatus: OrchestrationRuntimeStatus.Terminated, FailureMessage: not Replaced }
            => instance.FailureMessage ?? "It was terminated.",
        _ => FailureOf(instance),
    };
}
