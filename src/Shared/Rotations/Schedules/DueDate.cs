namespace TenantTokens.Rotations.Schedules;

/// <summary>A time at which a rotation becomes due.</summary>
/// <param name="At">The time (UTC).</param>
/// <param name="Cause">The cron schedule or expiry that it comes from, as a part of a sentence.</param>
public sealed record DueDate(DateTimeOffset At, string Cause)
{
    /// <summary>Returns the request key of the rotation for this due date. Two requests with it lead to one rotation.</summary>
    public string KeyIn(string environmentId) => $"{Prefix(environmentId)}{At.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}";

    /// <summary>Returns the prefix of the request keys of an environment's scheduled rotations.</summary>
    public static string Prefix(string environmentId) => $"schedule:{environmentId}:";
}
