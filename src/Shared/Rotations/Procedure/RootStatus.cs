using TenantTokens.Durable;

namespace TenantTokens.Rotations.Procedure;

/// <summary>
/// The custom status of a rotation's orchestration. An instance can be alive although its code has returned: engines complete an instance
/// only when all its children have ended, and the watch runs as long as a gate is open. Such an instance receives nothing any more and may
/// be ended. See https://github.com/Azure/durabletask/blob/main/src/DurableTask.Core/TaskOrchestrationExecutor.cs (<c>HasOpenTasks</c>).
/// </summary>
public static class RootStatus
{
    /// <summary>The reason with which an orchestration that has returned is terminated when the next one begins.</summary>
    public const string Replaced = "It is over, and the next one begins.";

    private const int LongestFailure = 1_000; // Azure allows 16 KB
    private const string RenewalDue = ", renewal due";
    private const string Over = ", over";
    private const string Failed = ", failed: ";

    /// <summary>The orchestration runs or waits. In a phase in which its rotation has ended, it cleans up and returns.</summary>
    public static string At(RotationPhase phase) => phase.ToString();

    /// <summary>The orchestration waits, and its history is so long that a new one should take over.</summary>
    public static string RenewalDueAt(RotationPhase phase) => phase + RenewalDue;

    /// <summary>The orchestration has returned.</summary>
    public static string OverAt(RotationPhase phase) => phase + Over;

    /// <summary>The orchestration has thrown. Only the messages of activities are included, because they contain no secrets.</summary>
    public static string FailedAt(RotationPhase phase, Exception exception)
    {
        string failure = exception is ActivityFailedException ? exception.Message : exception.GetType().Name;
        return phase + Failed + (failure.Length > LongestFailure ? failure[..LongestFailure] : failure);
    }

    /// <summary>Whether a status asks for a new orchestration to take over.</summary>
    public static bool IsRenewalDue(string? status) => status?.EndsWith(RenewalDue, StringComparison.Ordinal) is true;

    /// <summary>Whether a status says that its rotation has ended and the orchestration is about to return.</summary>
    public static bool IsEnding(string? status) => Enum.TryParse(status, out RotationPhase phase) && phase.IsTerminal();

    /// <summary>Whether a status says that the orchestration has returned or thrown.</summary>
    public static bool IsOver(string? status) => status?.EndsWith(Over, StringComparison.Ordinal) is true || FailureIn(status) is not null;

    /// <summary>Returns why the orchestration failed; null when the status says nothing about a failure.</summary>
    public static string? FailureIn(string? status)
        => status?.IndexOf(Failed, StringComparison.Ordinal) is > 0 and int at ? status[(at + Failed.Length)..] : null;

    /// <summary>
    /// Returns why an orchestration failed; null when it did not. For the engine, one whose watch still runs has not failed yet.
    /// </summary>
    public static string? FailureOf(OrchestrationMetadata? instance) => instance switch
    {
        { RuntimeStatus: OrchestrationRuntimeStatus.Failed } => instance.FailureMessage ?? "",
        { IsCompleted: false } => FailureIn(instance.ReadCustomStatusAs<string>()),
        _ => null,
    };

    /// <summary>
    /// Returns why an orchestration does not continue by itself; null when it does, has done its work, or is replaced by the next one.
    /// </summary>
    public static string? WhyStopped(OrchestrationMetadata? instance) => instance switch
    {
        { RuntimeStatus: OrchestrationRuntimeStatus.Terminated, FailureMessage: not Replaced }
            => instance.FailureMessage ?? "It was terminated.",
        _ => FailureOf(instance),
    };
}
