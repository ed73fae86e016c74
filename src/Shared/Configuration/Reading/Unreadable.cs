namespace TenantTokens.Configuration.Reading;

/// <summary>The placeholder for an address that could not be read, while the rest of the file is read.</summary>
internal static class Unreadable
{
    public static Uri Address { get; } = new("https://unreadable.invalid");
}
