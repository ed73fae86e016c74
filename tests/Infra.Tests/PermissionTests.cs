using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TenantTokens.Infra.Tests.Arm;
using TenantTokens.Infra.Tests.Tools;

namespace TenantTokens.Infra.Tests;

public sealed partial class PermissionTests
{
    private static readonly RoleGrant[] _expected =
    [
        new("app", "Storage Blob Data Owner", "host storage account"),
        new("app", "Storage Queue Data Contributor", "host storage account"),
        new("app", "Storage Table Data Contributor", "host storage account"),
        new("app", "Storage Table Data Contributor", "ledger storage account"),
        new("app", "Storage Queue Data Contributor", "queue secret-events"),
        new("app", "Storage Queue Data Message Sender", "queue secret-events-poison"),
        new("app", "Tenant token secrets", "vault"),
        new("app", "Monitoring Metrics Publisher", "Application Insights"),
        new("app", "Durable Task Data Contributor", "task hub"),
        new("app", "Tenant token mail sender", "mail service"),
        new("app", "Tenant token machine reader", "each target subscription"),
        new("commands", "Tenant token run commands", "each target subscription"),
        new("secretEvents/topic", "Storage Queue Data Message Sender", "queue secret-events"),
        new("secretEvents/topic", "Storage Blob Data Contributor", "container dead-letters"),
    ];

    [Fact]
    public async Task Exactly_the_listed_roles_are_granted()
        => Assert.Equal(Sorted(_expected), Sorted(RoleGrants.Of(await Infrastructure.MainAsync())));

    [Fact]
    public void The_table_in_the_document_lists_them()
        => Assert.Equal(
            Sorted(_expected),
            Sorted(DeployDocument.Table("## Permissions").Select(static row => new RoleGrant(row[0], row[1], row[2]))));

    [Fact]
    public void The_document_gives_a_reason_for_each()
        => Assert.All(
            DeployDocument.Table("## Permissions"),
            static row => Assert.True(row is [_, _, _, { Length: > 5 }], string.Join('|', row)));

    [Fact]
    public async Task The_custom_roles_hold_exactly_the_actions_of_the_document()
    {
        Dictionary<string, string[]> listed = DeployDocument.Table("### Custom roles")
            .ToDictionary(static row => row[0], static row => row[1].Split(", ").Order(StringComparer.Ordinal).ToArray());
        Dictionary<string, string[]> defined = (await Infrastructure.AllAsync()).SelectMany(static template => template.Resources)
            .Where(static resource => resource.Type is "Microsoft.Authorization/roleDefinitions")
            .ToDictionary(static role => Title().Match(role["properties.roleName"]!).Groups[1].Value, ActionsOf);

        Assert.Equal(listed.Keys.Order(StringComparer.Ordinal), defined.Keys.Order(StringComparer.Ordinal));
        Assert.All(defined, role => Assert.Equal(listed[role.Key], role.Value));
    }

    [Fact]
    public async Task No_custom_role_has_a_wildcard()
    {
        string[] actions = [.. (await Infrastructure.AllAsync()).SelectMany(static template => template.Resources)
            .Where(static resource => resource.Type is "Microsoft.Authorization/roleDefinitions").SelectMany(ActionsOf)];

        Assert.NotEmpty(actions);
        Assert.DoesNotContain(actions, static action => action.Contains('*', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Tenant token run commands")]
    [InlineData("Tenant token machine reader")]
    [InlineData("Tenant token secrets")]
    public async Task A_custom_role_holds_what_the_recorded_requests_need_and_nothing_else(string title)
    {
        ArmResource role = (await Infrastructure.AllAsync()).SelectMany(static template => template.Resources)
            .Single(resource => resource.Type is "Microsoft.Authorization/roleDefinitions"
                && Title().Match(resource["properties.roleName"]!).Groups[1].Value == title);

        Assert.Equal(
            RecordedRequests.All()
                .SelectMany(RecordedRequests.ActionsOf)
                .Where(need => need.Role == title)
                .Select(static need => need.Action)
                .Distinct()
                .Order(StringComparer.Ordinal),
            ActionsOf(role));
    }

    [Fact]
    public void Every_recorded_request_to_azure_needs_a_right_that_is_known()
        => Assert.All(RecordedRequests.All(), static request => Assert.NotEmpty(RecordedRequests.ActionsOf(request)));

    [Fact]
    public void A_request_that_nobody_knows_is_an_error_and_not_left_out()
        => Assert.Throws<InvalidOperationException>(static () => RecordedRequests.ActionsOf("KeyVault DELETE /secrets/{name}"));

    [Fact]
    public void A_role_too_many_is_found()
    {
        ArmTemplate template = Violation.Granting("""
            "scope": "[resourceId('Microsoft.KeyVault/vaults', parameters('name'))]",
            "properties": { "principalId": "[parameters('app').principalId]", "roleDefinitionId": "[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', variables('builtInRoles').it)]" }
            """);

        // known, to be found where somebody grants it again
        Assert.Equal([new RoleGrant("app", "Key Vault Secrets Officer", "vault")], RoleGrants.Of(template));
        Assert.NotEqual(Sorted(_expected), Sorted([.. _expected, .. RoleGrants.Of(template)]));
    }

    [Theory]
    [InlineData(
        "another role",
        "app",
        "[resourceId('Microsoft.KeyVault/vaults', parameters('name'))]",
        "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
        "role 8e3af657")]
    [InlineData("the whole resource group", "app", "", "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", "scope")]
    [InlineData(
        "another resource",
        "app",
        "[resourceId('Microsoft.Compute/virtualMachines', 'x')]",
        "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
        "virtualMachines")]
    [InlineData(
        "another queue",
        "app",
        "[resourceId('Microsoft.Storage/storageAccounts/queueServices/queues', parameters('name'), 'default', 'others')]",
        "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
        "others")]
    [InlineData(
        "somebody else",
        "other",
        "[resourceId('Microsoft.KeyVault/vaults', parameters('name'))]",
        "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
        "other")]
    public void A_grant_that_is_not_understood_is_an_error_and_not_left_out(
        string what,
        string identity,
        string scope,
        string role,
        string named)
    {
        ArmTemplate template = Violation.Granting(
            $$"""
            {{(scope.Length is 0 ? "" : $"\"scope\": \"{scope}\",")}}
            "properties": { "principalId": "[parameters('{{identity}}').principalId]", "roleDefinitionId": "[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', variables('builtInRoles').it)]" }
            """,
            role);

        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => RoleGrants.Of(template).ToArray());
        Assert.True(exception.Message.Contains(named, StringComparison.Ordinal), $"{what}: {exception.Message}");
    }

    private static IEnumerable<string> Sorted(IEnumerable<RoleGrant> grants)
        => grants.Select(static grant => grant.ToString()).Order(StringComparer.Ordinal);

    private static string[] ActionsOf(ArmResource role)
    {
        JsonObject permission = Assert.Single(role.Find("properties.permissions")!.AsArray())!.AsObject();
        return [
            .. permission["actions"]!.AsArray()
                .Concat(permission["dataActions"]!.AsArray())
                .Select(static action => action!.GetValue<string>())
                .Order(StringComparer.Ordinal),
        ];
    }

    [GeneratedRegex(@"^\[format\('([\w -]+?) \(")]
    private static partial Regex Title();
}
