namespace TenantTokens.Fleet.Targets;

/// <summary>A result of planning that people should know.</summary>
/// <param name="Severity">What the finding means for the plan.</param>
/// <param name="Code">A kebab-case code for machines, for example operator-not-held.</param>
/// <param name="Target">The display name of the target; null when the finding is about the whole fleet.</param>
/// <param name="Message">One sentence for people, with what to do where something can be done.</param>
public sealed record PlanFinding(PlanSeverity Severity, string Code, string? Target, string Message)
{
    /// <summary>The finding as one sentence that names its target.</summary>
    public override string ToString()
        => Target is null || Message.Contains(Target, StringComparison.Ordinal) ? Message : $"{Target}: {Message}";
}
