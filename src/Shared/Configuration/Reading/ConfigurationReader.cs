using System.Text.Json;
using System.Text.RegularExpressions;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Configuration.Reading;

/// <summary>Turns the parsed file into options. Every read goes on after a mistake, so that all of them are named.</summary>
/// <param name="problems">Collects the mistakes.</param>
/// <param name="directory">What relative paths are relative to.</param>
internal sealed partial class ConfigurationReader(ConfigurationProblems problems, string directory)
{
    private static readonly Uri _unreadable = new("https://unreadable.invalid");

    public RotationOptions Read(JsonElement root)
    {
        problems.AddTokens(root, "$");
        ConfigurationSection section = new(root, "$", problems);
        section.Ignore("$schema");
        List<EnvironmentOptions> environments = ReadEnvironments(section);
        RotationOptions options = new()
        {
            Environments = environments,
            Azure = ReadAzure(section.Section("azure", required: true)),
            Fleet = ReadFleet(section.Section("fleet", required: true)),
            Policy = ReadPolicy(section.Section("policy")),
            Approvals = ReadApprovals(section.Section("approvals")),
            Notifications = ReadNotifications(section.Section("notifications"), environments),
            Web = ReadWeb(section.Section("web"), environments),
        };
        section.End();
        CheckLoopback(options);
        return options;
    }

    private List<EnvironmentOptions> ReadEnvironments(ConfigurationSection root)
    {
        List<EnvironmentOptions> environments = [];
        foreach ((JsonElement element, string path) in root.Items("environments", required: true, "environment"))
        {
            ConfigurationSection section = new(element, path, problems);
            EnvironmentOptions environment = new()
            {
                Id = section.Text("id", EnvironmentId().IsMatch, "1 to 64 letters, digits, '-' or '_'", required: true) ?? string.Empty,
                ApiUrl = ReadApiUrl(section),
                ApiTokenSecret = ReadSecretName(section, "apiTokenSecret"),
                TenantTokenSecret = ReadSecretName(section, "tenantTokenSecret"),
                TrustedCa = ReadTrustedCa(section),
                Schedule = ReadSchedule(section.Section("schedule")),
            };
            section.End();
            CheckDistinct(section, environment, environments);
            environments.Add(environment);
        }

        return environments;
    }

    private static void CheckDistinct(ConfigurationSection section, EnvironmentOptions environment, List<EnvironmentOptions> others)
    {
        if (environment.Id.Length > 0 && others.Any(other => Same(other.Id, environment.Id)))
        {
            section.Problem("id", "names an environment that stands there already; ids must be distinct.");
        }

        // Versions of two tokens in one secret: the newest would be the wrong environment's.
        string secret = environment.TenantTokenSecret;
        if (secret.Length > 0 && (Same(secret, environment.ApiTokenSecret) || others.Any(other => Same(secret, other.TenantTokenSecret) || Same(secret, other.ApiTokenSecret))))
        {
            section.Problem("tenantTokenSecret", "names a vault secret that another setting uses; each environment needs one of its own.");
        }
        else if (others.Any(other => Same(other.TenantTokenSecret, environment.ApiTokenSecret)) && environment.ApiTokenSecret.Length > 0)
        {
            section.Problem("apiTokenSecret", "names the vault secret of another environment's tenant token.");
        }
    }

    private AzureOptions ReadAzure(ConfigurationSection section)
    {
        AzureOptions options = new()
        {
            ArmEndpoint = ReadUrl(section, "armEndpoint", mayHavePath: false, required: false) ?? AzureOptions.PublicCloud,
            VaultUri = ReadUrl(section, "vaultUri", mayHavePath: false, required: true) ?? _unreadable,
            Credential = section.Text("credential", static value => value is "default" or "simulated", "\"default\" or \"simulated\"") is "simulated"
                ? AzureCredentialKind.Simulated
                : AzureCredentialKind.Default,
            TrustedCa = ReadTrustedCa(section),
        };
        section.End();
        return options;
    }

    private static string ReadSecretName(ConfigurationSection section, string name)
        => section.Text(name, SecretName().IsMatch, "the name of a vault secret: 1 to 127 letters, digits or '-'", required: true, mayShow: static _ => false) ?? string.Empty;

    // A wrong URL is shown only when it has no place for a password.
    private static Uri? ReadUrl(ConfigurationSection section, string name, bool mayHavePath, bool required)
    {
        string? value = section.Text(
            name,
            text => Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme == Uri.UriSchemeHttps && url.Host.Length > 0
                && url.UserInfo.Length is 0 && url.Query.Length is 0 && url.Fragment.Length is 0 && (mayHavePath || url.AbsolutePath is "/"),
            $"an https URL without user, query{(mayHavePath ? string.Empty : ", path")} and fragment",
            required,
            mayShow: static text => text.IndexOfAny(['@', '?', '#']) < 0);
        return value is null ? null : new Uri(value);
    }

    private static Uri ReadApiUrl(ConfigurationSection section)
    {
        if (ReadUrl(section, "apiUrl", mayHavePath: true, required: true) is not { } url)
        {
            return _unreadable;
        }

        if (ApiUrlRules.Mistake(url) is { } mistake)
        {
            section.Problem("apiUrl", mistake);
        }

        return url;
    }

    private string? ReadTrustedCa(ConfigurationSection section)
    {
        if (section.Text("trustedCa", static value => value.Trim().Length > 0 && !value.Contains('\0', StringComparison.Ordinal), "the path of a PEM file or null", nullable: true) is not { } path)
        {
            return null;
        }

        string file = Path.GetFullPath(path, directory);
        try
        {
            TrustedAuthority.Read(file);
        }
        catch (InvalidOperationException exception)
        {
            section.Problem("trustedCa", exception.Message);
        }

        return file;
    }

    private void CheckLoopback(RotationOptions options)
    {
        if (options.Environments.Select(static environment => environment.ApiUrl).Append(options.Azure.ArmEndpoint).Append(options.Azure.VaultUri)
            .All(static url => url.IsLoopback || url == _unreadable))
        {
            return; // an unreadable URL has a problem of its own
        }

        const string Message = "is for a simulator and allowed only when apiUrl of every environment, armEndpoint and vaultUri are on this machine (loopback).";
        if (options.Azure.Credential is AzureCredentialKind.Simulated)
        {
            problems.Add("$.azure.credential", null, Message);
        }

        if (options.Azure.TrustedCa is not null)
        {
            problems.Add("$.azure.trustedCa", null, Message);
        }

        if (options.Approvals.SimulatedApprover is not null)
        {
            problems.Add("$.approvals.simulatedApprover", null, Message);
        }
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex EnvironmentId();

    [GeneratedRegex(@"\A[A-Za-z0-9-]{1,127}\z")]
    private static partial Regex SecretName();
}
