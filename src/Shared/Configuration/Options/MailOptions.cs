using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>
/// Mail: approvers get one each with their own link, operators one each without. Exactly one of <see cref="Smtp"/> and <see cref="Azure"/>
/// is set.
/// </summary>
public sealed record MailOptions : IValidatableObject
{
    /// <summary>The sender's mail address.</summary>
    [Required]
    [MailAddress]
    public required string From { get; init; }

    /// <summary>Mail addresses that are told of every moment, such as a team's list. They get no link that votes.</summary>
    [MailAddress]
    public IReadOnlyList<string> Operators { get; init; } = [];

    /// <summary>A mail server. STARTTLS is required, unless it is on this machine.</summary>
    public SmtpOptions? Smtp { get; init; }

    /// <summary>Azure Communication Services, as this program's own identity.</summary>
    public AzureMailOptions? Azure { get; init; }

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Smtp is null == Azure is null)
        {
            yield return new ValidationResult(
                $"and azure are both {(Smtp is null ? "missing" : "present")}; mail goes one of the two ways.",
                [nameof(Smtp)]);
        }
    }
}
