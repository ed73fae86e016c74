namespace TenantTokens.Configuration;

/// <summary>The notifications section.</summary>
internal sealed partial class ConfigurationReader
{
    private static NotificationOptions ReadNotifications(ConfigurationSection section, List<EnvironmentOptions> environments)
    {
        NotificationOptions options = new() { Teams = ReadTeams(section.Section("teams"), environments) };
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

        // A token must never be taken for an address: it would be sent to one.
        if (environments.Any(environment => Same(secret, environment.ApiTokenSecret) || Same(secret, environment.TenantTokenSecret)))
        {
            section.Problem("webhookSecret", "names a vault secret that another setting uses; the webhook needs one of its own.");
        }

        return new TeamsOptions { WebhookSecret = secret };
    }
}
