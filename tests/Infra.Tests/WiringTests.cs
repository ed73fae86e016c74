using TenantTokens.Infra.Tests.Arm;
using TenantTokens.Infra.Tests.Tools;

namespace TenantTokens.Infra.Tests;

/// <summary>That the parts are joined the way docs/deploy.md says.</summary>
public sealed class WiringTests
{
    [Fact]
    public async Task The_app_has_its_own_identity_and_that_for_run_commands_and_no_other()
    {
        ArmResource site = await SingleAsync("functionApp", "Microsoft.Web/sites");

        Assert.Equal("UserAssigned", site["identity.type"]);
        Assert.Equal(
            ["[format('{0}', parameters('app').id)]", "[format('{0}', parameters('commands').id)]"],
            site.Find("identity.userAssignedIdentities")!.AsObject().Select(static identity => identity.Key));
        Assert.Equal("[reference('identities').outputs.commands.value]", site.Template.Arguments["commands"]!["value"]!.GetValue<string>());
    }

    [Fact]
    public async Task Nobody_reaches_the_app_without_signing_in_but_Event_Grid()
    {
        ArmResource auth = await SingleAsync("signIn", "Microsoft.Web/sites/config");

        Assert.Equal("true", auth["properties.platform.enabled"]);
        Assert.Equal("true", auth["properties.globalValidation.requireAuthentication"]);
        Assert.All(
            auth.Find("properties.globalValidation.excludedPaths")!.AsArray().Select(static path => path!.GetValue<string>()),
            static path => Assert.Equal("/runtime/webhooks/eventgrid", path, ignoreCase: true));
        Assert.Equal("true", auth["properties.login.tokenStore.enabled"]); // without it the id token, which the app checks, does not reach it
    }

    [Fact]
    public async Task Signing_in_needs_no_secret()
    {
        ArmResource auth = await SingleAsync("signIn", "Microsoft.Web/sites/config");

        Assert.Equal(["clientId", "openIdIssuer"], auth.Find("properties.identityProviders.azureActiveDirectory.registration")!.AsObject().Select(static property => property.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Only_expiries_reach_the_function_and_what_cannot_be_delivered_is_kept()
    {
        ArmTemplate template = (await Infrastructure.AllAsync()).Single(static template => template.Module is "secretEventsSubscription");
        ArmResource subscription = Assert.Single(template.Resources);

        Assert.Equal("""["Microsoft.KeyVault.SecretNearExpiry","Microsoft.KeyVault.SecretExpired"]""", subscription["properties.filter.includedEventTypes"]);
        Assert.Equal("AzureFunction", subscription["properties.destination.endpointType"]);
        Assert.Equal("CloudEventSchemaV1_0", subscription["properties.eventDeliverySchema"]);
        Assert.Equal("SystemAssigned", subscription["properties.deadLetterWithResourceIdentity.identity.type"]);
        Assert.Null(subscription["properties.deadLetterDestination"]); // that one would use a key
    }

    [Fact]
    public async Task There_is_an_alert_for_each_row_of_the_document()
    {
        ArmTemplate alerts = (await Infrastructure.MainAsync()).WithNested().Single(static template => template.Module is "alerts");
        string[] titles = [.. alerts.Document["variables"]!["rules"]!.AsArray().Select(static rule => $"{rule!["title"]}|{rule["severity"]}")];
        ArmResource deadLetters = Assert.Single(alerts.Resources, static resource => resource.Type is "Microsoft.Insights/metricAlerts");

        Assert.Equal(
            DeployDocument.Table("## What is watched").Select(static row => $"{row[0]}|{row[1]}").Order(StringComparer.OrdinalIgnoreCase),
            titles.Append($"dead letter|{deadLetters["properties.severity"]}").Order(StringComparer.OrdinalIgnoreCase),
            StringComparer.OrdinalIgnoreCase);
        Assert.Contains("DeadLetteredCount", deadLetters["properties.criteria"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("runCommandAccess")]
    [InlineData("fleetAccess")]
    public async Task Every_target_subscription_gets_the_role_by_a_module_of_its_own(string module)
    {
        ArmTemplate main = await Infrastructure.MainAsync();
        ArmResource access = Assert.Single(main.Resources, resource => resource.Name == module);

        Assert.Equal("[length(parameters('targetSubscriptions'))]", access["copy.count"]);
        Assert.Equal("[parameters('targetSubscriptions')[copyIndex()]]", access["subscriptionId"]);
        Assert.Equal("[]", main.Document["parameters"]!["targetSubscriptions"]!["defaultValue"]!.ToJsonString()); // no machine can be touched before somebody says which
    }

    private static async Task<ArmResource> SingleAsync(string module, string type)
        => Assert.Single((await Infrastructure.MainAsync()).WithNested().Single(template => template.Module == module).Resources, resource => resource.Type == type);
}
