using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TenantTokens.Infra.Tests.Arm;

/// <summary>Reads who is granted what from compiled templates. What it does not understand is an error, never left out.</summary>
internal static partial class RoleGrants
{
    // https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
    private static readonly Dictionary<string, string> _builtIn = new(StringComparer.OrdinalIgnoreCase)
    {
        ["0ad04412-c4d5-4796-b79c-f76d14c8d402"] = "Durable Task Data Contributor",
        ["b86a8fe4-44ce-4948-aee5-eccb2c155cd7"] = "Key Vault Secrets Officer",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["c6a89b2d-59bc-44d0-9896-0f6e12d7b80a"] = "Storage Queue Data Message Sender",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
    };

    /// <summary>The type is followed by the name of the resource where that is a literal, so that one queue is not another.</summary>
    private static readonly Dictionary<(string Module, string Type), string> _scopes = new()
    {
        [("hostStorage", "Microsoft.Storage/storageAccounts")] = "host storage account",
        [("ledgerStorage", "Microsoft.Storage/storageAccounts")] = "ledger storage account",
        [("ledgerStorage", "Microsoft.Storage/storageAccounts/queueServices/queues secret-events")] = "queue secret-events",
        [("ledgerStorage", "Microsoft.Storage/storageAccounts/queueServices/queues secret-events-poison")] = "queue secret-events-poison",
        [("secretEvents", "Microsoft.Storage/storageAccounts/queueServices/queues")] = "queue secret-events",
        [("secretEvents", "Microsoft.Storage/storageAccounts/blobServices/containers")] = "container dead-letters",
        [("vault", "Microsoft.KeyVault/vaults")] = "vault",
        [("monitoring", "Microsoft.Insights/components")] = "Application Insights",
        [("scheduler", "Microsoft.DurableTask/schedulers/taskHubs")] = "task hub",
        [("mail", "Microsoft.Communication/communicationServices")] = "mail service",
        [("fleetAccess", "")] = "each target subscription",
        [("runCommandAccess", "")] = "each target subscription",
    };

    /// <summary>The grants of a template and its modules.</summary>
    public static IEnumerable<RoleGrant> Of(ArmTemplate template)
        => template.WithNested().SelectMany(static nested => nested.Resources)
            .Where(static resource => resource.Type is "Microsoft.Authorization/roleAssignments")
            .Select(static resource => new RoleGrant(IdentityOf(resource), RoleOf(resource), ScopeOf(resource)));

    private static string IdentityOf(ArmResource assignment)
    {
        string principal = assignment["properties.principalId"] ?? throw Unknown(assignment, "principal");
        if (OwnIdentity().Match(principal) is { Success: true } own)
        {
            return $"{assignment.Template.Module}/{own.Groups[1].Value}";
        }

        Match parameter = Parameter().Match(principal);
        JsonNode? argument = parameter.Success ? assignment.Template.Arguments[parameter.Groups[1].Value]?["value"] : null;
        Match identity = Identity().Match(argument?.ToString() ?? "");
        return identity.Success ? identity.Groups[1].Value : throw Unknown(assignment, principal);
    }

    private static string RoleOf(ArmResource assignment)
    {
        string role = assignment["properties.roleDefinitionId"] ?? throw Unknown(assignment, "role");
        if (Variable().Match(role) is { Success: true } variable)
        {
            string id = assignment.Template.Document["variables"]!["builtInRoles"]![variable.Groups[1].Value]!.GetValue<string>();
            return _builtIn.TryGetValue(id, out string? name) ? name : throw Unknown(assignment, $"role {id}");
        }

        // A custom role stands in the same module, once.
        ArmResource definition = assignment.Template.Resources.Single(
            static resource => resource.Type is "Microsoft.Authorization/roleDefinitions");
        Match title = CustomTitle().Match(definition["properties.roleName"]!);
        return role.Contains("roleDefinitions", StringComparison.Ordinal) && title.Success
            ? title.Groups[1].Value
            : throw Unknown(assignment, role);
    }

    private static string ScopeOf(ArmResource assignment)
    {
        string scope = assignment["scope"] ?? "";
        string type = ScopeType().Match(scope) is { Success: true } match ? match.Groups[1].Value : "";
        type += LiteralName().Match(scope) is { Success: true } named ? $" {named.Groups[1].Value}" : "";
        bool known = _scopes.TryGetValue((assignment.Template.Module, type), out string? words);
        return known && (type.Length > 0 || scope.Length is 0) ? words! : throw Unknown(assignment, $"scope {scope}");
    }

    private static InvalidOperationException Unknown(ArmResource assignment, string what)
        => new($"{assignment}: {what} is not known here. Extend the table in docs/deploy.md and this one.");

    [GeneratedRegex(@"^\[parameters\('(\w+)'\)(?:\.principalId)?\]$")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^\[reference\('identities'\)\.outputs\.(\w+)\.value(?:\.principalId)?\]$")]
    private static partial Regex Identity();

    [GeneratedRegex(@"^\[reference\('(\w+)', '[\d-]+', 'full'\)\.identity\.principalId\]$")]
    private static partial Regex OwnIdentity();

    [GeneratedRegex(@"^\[subscriptionResourceId\('Microsoft\.Authorization/roleDefinitions', variables\('builtInRoles'\)\.(\w+)\)\]$")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^\[resourceId\('([\w./]+)', .*\)\]$")]
    private static partial Regex ScopeType();

    [GeneratedRegex(@", '([\w-]+)'\)\]$")]
    private static partial Regex LiteralName();

    [GeneratedRegex(@"^\[format\('([\w -]+?) \(")]
    private static partial Regex CustomTitle();
}
