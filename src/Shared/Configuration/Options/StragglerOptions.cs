using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>Machines that are off or disconnected are tried again as long as both tokens are valid, and after finish.</summary>
public sealed record StragglerOptions
{
    /// <summary>How long until machines that were off are tried again. Each further pause is twice the one before.</summary>
    [Duration("00:00:00.01", "1.00:00:00")]
    public TimeSpan FirstRound { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The longest pause between two rounds.</summary>
    [Duration("00:00:00.01", "7.00:00:00")]
    [AtLeast(nameof(FirstRound))]
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromHours(6);

    /// <summary>
    /// How long after finish machines that come back still get the new token. Then the old vault version is disabled. Run commands that are
    /// left are deleted in the same rounds, also after a rotation that was cancelled or closed.
    /// </summary>
    [Duration("00:00:00", "90.00:00:00")]
    public TimeSpan Sweep { get; init; } = TimeSpan.FromDays(14);
}
