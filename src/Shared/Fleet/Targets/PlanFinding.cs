namespace TenantTokens.Fleet.Targets;

/// <summary>Something that planning found.</summary>
/// <param name="Severity">What it means for the plan.</param>
/// <param name="Code">A kebab-case code for machines, for example operator-not-held.</param>
/// <param name="Target">The target it is about, as people call it; null when it is about the whole fleet.</param>
/// <param name="Message">One sentence for a person, saying what to do where something can be done.</param>
public sealed record PlanFinding(PlanSeverity Severity, string Code, string? Target, string Message)
{
    /// <summary>One sentence that stands alone.</summary>
    public override string ToString()
        => Target is null || Message.Contains(Target, StringComparison.Ordinal) ? Message : $"{Target}: {Message}";
}
