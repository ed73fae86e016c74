using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>A mail server that takes submissions (RFC 6409). STARTTLS is required, unless the server is on this machine.</summary>
public sealed record SmtpOptions : IValidatableObject
{
    /// <summary>The name or IP address of the server.</summary>
    [Required]
    [HostName]
    public required string Host { get; init; }

    /// <summary>The port of the server.</summary>
    [Range(1, 65_535)]
    public int Port { get; init; } = 587;

    /// <summary>The vault secret that holds the user's name, where the server asks for one.</summary>
    [SecretName]
    public string? UserSecret { get; init; }

    /// <summary>The vault secret that holds the password. It is set exactly when <see cref="UserSecret"/> is.</summary>
    [SecretName]
    public string? PasswordSecret { get; init; }

    /// <summary>
    /// A PEM file with the only certificate authorities to trust for this server. The path is absolute or relative to this file.
    /// </summary>
    [PemFile]
    [WhenAbsent("those of the system")]
    public string? TrustedCa { get; init; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (UserSecret is null != PasswordSecret is null)
        {
            yield return new ValidationResult(
                "is missing: a user needs a password, and a password a user.",
                [UserSecret is null ? nameof(UserSecret) : nameof(PasswordSecret)]);
        }
    }
}
