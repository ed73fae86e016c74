namespace TenantTokens.Notifications;

/// <summary>Whether a channel has taken a notification.</summary>
/// <param name="Problem">One sentence, without an address that is a secret; null when it was taken for everybody.</param>
/// <param name="Reached">How many it was taken for all the same, on a channel that reaches people one at a time.</param>
public sealed record NotificationResult(string? Problem, int Reached = 0)
{
    /// <summary>It was taken.</summary>
    public static NotificationResult Sent { get; } = new((string?)null);

    /// <summary>The channel has nobody to tell of it.</summary>
    public static NotificationResult ForNobody { get; } = new((string?)null) { IsForNobody = true };

    /// <summary>True when there was nobody to tell.</summary>
    public bool IsForNobody { get; private init; }

    /// <summary>True when it was taken for somebody.</summary>
    public bool IsSent => !IsForNobody && (Problem is null || Reached > 0);

    /// <summary>It was not taken.</summary>
    public static NotificationResult Failed(string problem) => new(problem);

    /// <summary>It was taken for some and not for others.</summary>
    public static NotificationResult Partly(int reached, string problem) => new(problem, reached);
}
