namespace TenantTokens.Configuration.Options;

/// <summary>Mail: approvers get one each with their own link, operators one each without. Exactly one of <see cref="Smtp"/> and <see cref="Azure"/> is set.</summary>
public sealed record MailOptions
{
    /// <summary>The sender's mail address.</summary>
    public required string From { get; init; }

    /// <summary>Mail addresses that are told of every moment, such as a team's list. They get no link that votes. Default nobody.</summary>
    public IReadOnlyList<string> Operators { get; init; } = [];

    /// <summary>A mail server.</summary>
    public SmtpOptions? Smtp { get; init; }

    /// <summary>Azure Communication Services.</summary>
    public AzureMailOptions? Azure { get; init; }
}
