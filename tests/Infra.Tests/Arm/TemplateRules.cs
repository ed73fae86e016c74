using System.Text.RegularExpressions;

namespace TenantTokens.Infra.Tests.Arm;

/// <summary>What holds for everything that is deployed. Each rule gives the violations, one sentence each.</summary>
internal static partial class TemplateRules
{
    // Per type, what must be there exactly as written here; a property that is missing is a violation too.
    private static readonly Dictionary<string, (string Path, string[] Allowed)[]> _required = new()
    {
        ["Microsoft.Storage/storageAccounts"] =
        [
            ("properties.allowSharedKeyAccess", ["false"]),
            ("properties.allowBlobPublicAccess", ["false"]),
            ("properties.supportsHttpsTrafficOnly", ["true"]),
            ("properties.minimumTlsVersion", ["TLS1_2", "TLS1_3"]),
        ],
        ["Microsoft.Storage/storageAccounts/blobServices/containers"] = [("properties.publicAccess", ["None"])],
        ["Microsoft.Web/sites"] =
        [
            ("properties.httpsOnly", ["true"]),
            ("properties.siteConfig.minTlsVersion", ["1.2", "1.3"]),
            ("properties.siteConfig.scmMinTlsVersion", ["1.2", "1.3"]),
            ("properties.siteConfig.ftpsState", ["Disabled"]),
            ("properties.functionAppConfig.deployment.storage.authentication.type", ["UserAssignedIdentity"]),
        ],
        ["Microsoft.Web/sites/basicPublishingCredentialsPolicies"] = [("properties.allow", ["false"])],
        ["Microsoft.KeyVault/vaults"] =
        [
            ("properties.enablePurgeProtection", ["true"]),
            ("properties.enableSoftDelete", ["true"]),
            ("properties.softDeleteRetentionInDays", ["90"]),
            ("properties.enableRbacAuthorization", ["true"]),
        ],
        ["Microsoft.OperationalInsights/workspaces"] = [("properties.features.disableLocalAuth", ["true"])],
        ["Microsoft.Insights/components"] = [("properties.DisableLocalAuth", ["true"])],
        ["Microsoft.Communication/communicationServices"] = [("properties.disableLocalAuth", ["true"])],
        ["Microsoft.Communication/emailServices/domains"] = [("properties.userEngagementTracking", ["Disabled"])],
        ["Microsoft.Logic/workflows"] = [("properties.accessControl.triggers.sasAuthenticationPolicy.state", ["Disabled"])],
        ["Microsoft.Authorization/roleAssignments"] = [("properties.principalType", ["ServicePrincipal"])],
    };

    /// <summary>Keys are off, data is private, connections are encrypted, deletions can be undone.</summary>
    public static IEnumerable<string> Hardening(ArmTemplate template)
        => from resource in template.Resources
           where _required.ContainsKey(resource.Type)
           from rule in _required[resource.Type]
           let value = resource[rule.Path]
           where !rule.Allowed.Contains(value, StringComparer.Ordinal)
           select $"{resource}: {rule.Path} is {value ?? "not set"}, allowed is {string.Join(" or ", rule.Allowed)}.";

    /// <summary>The types that <see cref="Hardening"/> has rules for.</summary>
    public static IEnumerable<string> HardenedTypes => _required.Keys;

    /// <summary>
    /// Nothing asks Azure for a key, a secret or a signed address; no parameter carries one; no output and no setting does.
    /// </summary>
    public static IEnumerable<string> Secrets(ArmTemplate template)
        => template.Expressions()
            .Where(static entry => KeyFunction().IsMatch(entry.Text))
            .Select(entry => $"{template.Module}: {entry.Path} asks for a key: {entry.Text}")
            .Concat(Sections(template, "parameters", "outputs")
                .Where(static entry => entry.Type.StartsWith("secure", StringComparison.OrdinalIgnoreCase))
                .Select(entry => $"{template.Module}: {entry.Name} carries a secret."))
            .Concat(template.Expressions()
                .Where(static entry => KeyText().IsMatch(entry.Text))
                .Select(entry => $"{template.Module}: {entry.Path} holds a key: {entry.Text}"));

    /// <summary>Every parameter and output says what it is.</summary>
    public static IEnumerable<string> Descriptions(ArmTemplate template)
        => Sections(template, "parameters", "outputs")
            .Where(static entry => entry.Description.Length < 10)
            .Select(entry => $"{template.Module}: {entry.Name} has no description.");

    /// <summary>The Durable Task Scheduler is there only when it is chosen.</summary>
    public static IEnumerable<string> Scheduler(ArmTemplate main)
    {
        const string Chosen = "[equals(parameters('durableBackend'), 'azureManaged')]";
        foreach (ArmResource resource in main.Resources)
        {
            bool holds = resource.Find("properties.template")
                ?.ToJsonString()
                .Contains("\"Microsoft.DurableTask/", StringComparison.Ordinal) is true
                || resource.Type.StartsWith("Microsoft.DurableTask/", StringComparison.Ordinal);
            string? condition = resource["condition"];
            Match variable = VariableOnly().Match(condition ?? "");
            condition = variable.Success ? main.Document["variables"]?[variable.Groups[1].Value]?.ToString() : condition;
            if (holds && condition is not Chosen)
            {
                yield return $"{resource} is there whatever is chosen: {condition ?? "no condition"}.";
            }
        }
    }

    private static IEnumerable<(string Name, string Type, string Description)> Sections(ArmTemplate template, params string[] sections)
        => from section in sections
           from entry in template.Document[section]?.AsObject() ?? []
           select (
               $"{section[..^1]} {entry.Key}",
               entry.Value?["type"]?.ToString() ?? "",
               entry.Value?["metadata"]?["description"]?.ToString()
                   ?? "");

    [GeneratedRegex(@"\blist(?!ToArray)[A-Z]?\w*\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex KeyFunction();

    [GeneratedRegex(@"AccountKey=|SharedAccess(?:Key|Signature)|[?&]sig=|Password=", RegexOptions.IgnoreCase)]
    private static partial Regex KeyText();

    [GeneratedRegex(@"^\[variables\('(\w+)'\)\]$")]
    private static partial Regex VariableOnly();
}
