namespace TenantTokens.Configuration.Options;

/// <summary>Machines that are off or disconnected are tried again through the whole overlap, and after finish.</summary>
public sealed record StragglerOptions
{
    /// <summary>Until the first round; each pause is twice the one before. Default 15 min; 1 s to 1 d.</summary>
    public TimeSpan FirstRound { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The longest pause between two rounds. Default 6 h; <see cref="FirstRound"/> to 7 d.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How long after finish machines that come back get the new token; then the old vault version is disabled. Default 14 d; 0 to 90 d.</summary>
    public TimeSpan Sweep { get; init; } = TimeSpan.FromDays(14);
}
