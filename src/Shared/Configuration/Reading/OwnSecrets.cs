using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Configuration.Reading;

/// <summary>
/// The vault secret of a tenant token or API token is used for nothing else: as an address, a password or a key, the token would be sent
/// out.
/// </summary>
internal sealed class OwnSecrets : IConfigurationRule
{
    /// <inheritdoc />
    public IEnumerable<ValidationResult> Check(RotationOptions options, ConfigurationFile file)
    {
        // A value that could not be read is empty and already reported.
        HashSet<string> tokens = new(StringComparer.OrdinalIgnoreCase);
        tokens.UnionWith(options.Environments.Select(static environment => environment.ApiTokenSecret));
        tokens.UnionWith(options.Environments.Select(static environment => environment.TenantTokenSecret));
        tokens.Remove(string.Empty);
        return Secrets(options)
            .Where(secret => secret.Name is not null && tokens.Contains(secret.Name))
            .Select(static secret => new ValidationResult(
                $"names a vault secret that another setting uses; {secret.Owner} needs one of its own.",
                [secret.Path]));
    }

    private static IEnumerable<(string Path, string? Name, string Owner)> Secrets(RotationOptions options) =>
    [
        ("$.notifications.teams.webhookSecret", options.Notifications.Teams?.WebhookSecret, "the webhook"),
        ("$.notifications.mail.smtp.userSecret", options.Notifications.Mail?.Smtp?.UserSecret, "the mail server"),
        ("$.notifications.mail.smtp.passwordSecret", options.Notifications.Mail?.Smtp?.PasswordSecret, "the mail server"),
        ("$.web.linkKeySecret", options.Web.LinkKeySecret, "the key of links"),
    ];
}
