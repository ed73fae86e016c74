namespace TenantTokens.Configuration.Values;

/// <summary>Takes the id of a time zone that the machine knows which reads the file.</summary>
public sealed class TimeZoneNameAttribute : TextFormAttribute
{
    public TimeZoneNameAttribute()
        : base("the IANA id of a time zone that this machine knows, such as Europe/Berlin")
    {
    }

    /// <inheritdoc />
    public override bool Matches(string text) => text.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(text, out _);
}
