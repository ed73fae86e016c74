namespace TenantTokens.Durable;

/// <summary>
/// An activity or child orchestrator failed. Carries text that was scrubbed before it was recorded, on both engines; never the original
/// exception.
/// </summary>
/// <param name="taskName">The activity's or orchestrator's name.</param>
/// <param name="failureType">The full type name of the original exception.</param>
/// <param name="scrubbedMessage">The original message without secrets.</param>
public sealed class ActivityFailedException(string taskName, string failureType, string scrubbedMessage)
    : Exception($"{taskName} failed: {scrubbedMessage}")
{
    /// <summary>The activity's or orchestrator's name.</summary>
    public string TaskName { get; } = taskName;

    /// <summary>The full type name of the original exception.</summary>
    public string FailureType { get; } = failureType;

    /// <summary>The original message without secrets.</summary>
    public string ScrubbedMessage { get; } = scrubbedMessage;
}
