using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Reading;

/// <summary>The notifications section.</summary>
internal sealed partial class ConfigurationReader
{
    private NotificationOptions ReadNotifications(ConfigurationSection section, List<EnvironmentOptions> environments)
    {
        NotificationOptions options = new()
        {
            Teams = ReadTeams(section.Section("teams"), environments),
            Mail = ReadMail(section.Section("mail"), environments),
            Workflow = ReadWorkflow(section.Section("workflow")),
        };
        section.End();
        return options;
    }

    private static TeamsOptions? ReadTeams(ConfigurationSection section, List<EnvironmentOptions> environments)
    {
        string secret = ReadSecretName(section, "webhookSecret");
        section.End();
        if (secret.Length is 0)
        {
            return null; // absent, or a mistake that has been named
        }

        CheckOwnSecret(section, "webhookSecret", secret, environments, "the webhook");
        return new TeamsOptions { WebhookSecret = secret };
    }

    private MailOptions? ReadMail(ConfigurationSection section, List<EnvironmentOptions> environments)
    {
        string? from = section.Text("from", MailAddress.IsValid, MailAddress.Allowed, required: true);
        IReadOnlyList<string> operators = section.Texts("operators", MailAddress.IsValid, "mail address, such as team@example.com");
        ConfigurationSection smtp = section.Section("smtp");
        ConfigurationSection azure = section.Section("azure");
        MailOptions options = new() { From = from ?? string.Empty, Operators = operators, Smtp = ReadSmtp(smtp, environments), Azure = ReadAzureMail(azure) };
        section.End();
        if (section.IsPresent && from is not null && smtp.IsPresent == azure.IsPresent)
        {
            section.Problem("smtp", $"and azure {(smtp.IsPresent ? "stand there both" : "are both missing")}; mail goes one of the two ways.");
        }

        return from is not null && (options.Smtp is not null || options.Azure is not null) ? options : null;
    }

    private SmtpOptions? ReadSmtp(ConfigurationSection section, List<EnvironmentOptions> environments)
    {
        string? host = section.Text("host", static value => Uri.CheckHostName(value) is not UriHostNameType.Unknown, "the name or address of a mail server", required: true);
        SmtpOptions options = new()
        {
            Host = host ?? string.Empty,
            Port = section.Integer("port", byDefault: 587, least: 1, most: 65_535),
            UserSecret = ReadOptionalSecretName(section, "userSecret"),
            PasswordSecret = ReadOptionalSecretName(section, "passwordSecret"),
            TrustedCa = ReadTrustedCa(section),
        };
        section.End();
        if (section.Has("userSecret") != section.Has("passwordSecret"))
        {
            section.Problem(section.Has("userSecret") ? "passwordSecret" : "userSecret", "is missing: a user needs a password, and a password a user.");
        }

        foreach ((string name, string? secret) in ((string, string?)[])[("userSecret", options.UserSecret), ("passwordSecret", options.PasswordSecret)])
        {
            CheckOwnSecret(section, name, secret, environments, "the mail server");
        }

        return section.IsPresent && host is not null ? options : null;
    }

    private static AzureMailOptions? ReadAzureMail(ConfigurationSection section)
    {
        Uri? endpoint = ReadUrl(section, "endpoint", mayHavePath: false, required: true);
        section.End();
        return endpoint is null ? null : new AzureMailOptions { Endpoint = endpoint };
    }

    // A token must never be taken for an address or a password: it would be sent to somebody.
    private static void CheckOwnSecret(ConfigurationSection section, string name, string? secret, List<EnvironmentOptions> environments, string whose)
    {
        if (secret is { Length: > 0 } && environments.Any(environment => Same(secret, environment.ApiTokenSecret) || Same(secret, environment.TenantTokenSecret)))
        {
            section.Problem(name, $"names a vault secret that another setting uses; {whose} needs one of its own.");
        }
    }

    private static string? ReadOptionalSecretName(ConfigurationSection section, string name)
        => section.Text(name, SecretName().IsMatch, "the name of a vault secret: 1 to 127 letters, digits or '-'", mayShow: static _ => false);
}
