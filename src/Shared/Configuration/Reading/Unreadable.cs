namespace TenantTokens.Configuration.Reading;

/// <summary>What stands for an address that could not be read while the rest of the file is.</summary>
internal static class Unreadable
{
    public static Uri Address { get; } = new("https://unreadable.invalid");
}
