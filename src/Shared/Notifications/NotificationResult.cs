namespace TenantTokens.Notifications;

/// <summary>Whether a channel has taken a notification.</summary>
/// <param name="Problem">One sentence, without an address or a secret; null when it was taken.</param>
public sealed record NotificationResult(string? Problem)
{
    /// <summary>It was taken.</summary>
    public static NotificationResult Sent { get; } = new((string?)null);

    /// <summary>True when it was taken.</summary>
    public bool IsSent => Problem is null;

    /// <summary>It was not taken.</summary>
    public static NotificationResult Failed(string problem) => new(problem);
}
