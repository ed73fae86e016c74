namespace TenantTokens.Configuration.Options;

/// <summary>A mail server that takes submissions (RFC 6409). STARTTLS is required, unless the server is on this machine.</summary>
public sealed record SmtpOptions
{
    /// <summary>Its name or address.</summary>
    public required string Host { get; init; }

    /// <summary>Its port. Default 587; 1 to 65,535.</summary>
    public int Port { get; init; } = 587;

    /// <summary>The vault secret that holds the user's name; null when the server asks for none.</summary>
    public string? UserSecret { get; init; }

    /// <summary>The vault secret that holds the password; set exactly when <see cref="UserSecret"/> is.</summary>
    public string? PasswordSecret { get; init; }

    /// <summary>The absolute path of a PEM file with the only certificate authorities to trust for this server; the system's when null.</summary>
    public string? TrustedCa { get; init; }
}
