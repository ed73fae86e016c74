namespace TenantTokens.Configuration.Values;

/// <summary>Takes the DNS name or the IP address of a mail server.</summary>
public sealed class HostNameAttribute : TextFormAttribute
{
    public HostNameAttribute()
        : base("the name or address of a mail server")
        => MinLength = 1;

    /// <inheritdoc />
    public override bool Matches(string text) => Uri.CheckHostName(text) is not UriHostNameType.Unknown;
}
