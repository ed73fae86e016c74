namespace TenantTokens.Rotations.Schedules;

/// <summary>A moment at which a rotation becomes due.</summary>
/// <param name="At">When.</param>
/// <param name="Cause">The schedule or the expiry that says so: a part of a sentence.</param>
public sealed record DueDate(DateTimeOffset At, string Cause)
{
    /// <summary>The request key of the rotation that is started for it: asked for twice, it gives one rotation.</summary>
    public string KeyIn(string environmentId) => $"{Prefix(environmentId)}{At.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}";

    /// <summary>What the request keys of all scheduled rotations of an environment begin with.</summary>
    public static string Prefix(string environmentId) => $"schedule:{environmentId}:";
}
