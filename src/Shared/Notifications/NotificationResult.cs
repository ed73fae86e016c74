namespace TenantTokens.Notifications;

/// <summary>Whether a channel delivered a notification.</summary>
/// <param name="Problem">What went wrong, in one sentence without a secret address; null when it was delivered to everyone.</param>
/// <param name="Reached">How many people it reached although there was a problem, on a channel that reaches people one at a time.</param>
public sealed record NotificationResult(string? Problem, int Reached = 0)
{
    /// <summary>It was delivered to everyone.</summary>
    public static NotificationResult Sent { get; } = new((string?)null);

    /// <summary>The channel has nobody to send it to.</summary>
    public static NotificationResult ForNobody { get; } = new((string?)null) { IsForNobody = true };

    /// <summary>True when the channel had nobody to send it to.</summary>
    public bool IsForNobody { get; private init; }

    /// <summary>True when it was delivered to at least one person.</summary>
    public bool IsSent => !IsForNobody && (Problem is null || Reached > 0);

    /// <summary>It was delivered to nobody.</summary>
    public static NotificationResult Failed(string problem) => new(problem);

    /// <summary>It was delivered to some people and not to others.</summary>
    public static NotificationResult Partly(int reached, string problem) => new(problem, reached);
}
