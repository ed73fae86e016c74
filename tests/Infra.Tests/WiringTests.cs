using System.Text.RegularExpressions;
using TenantTokens.Infra.Tests.Arm;
using TenantTokens.Infra.Tests.Tools;
using TenantTokens.Scheduling;
using TenantTokens.Tooling;

namespace TenantTokens.Infra.Tests;

/// <summary>That the parts are joined the way docs/deploy.md says.</summary>
public sealed partial class WiringTests
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
    public async Task Nobody_reaches_the_app_without_signing_in()
    {
        ArmResource auth = await SingleAsync("signIn", "Microsoft.Web/sites/config");

        Assert.Equal("true", auth["properties.platform.enabled"]);
        Assert.Equal("true", auth["properties.globalValidation.requireAuthentication"]);
        Assert.Null(auth.Find("properties.globalValidation.excludedPaths"));
        // without it the id token, which the app checks, does not reach it
        Assert.Equal("true", auth["properties.login.tokenStore.enabled"]);
    }

    [Fact]
    public async Task Signing_in_needs_no_secret()
    {
        ArmResource auth = await SingleAsync("signIn", "Microsoft.Web/sites/config");

        Assert.Equal(
            ["clientId", "openIdIssuer"],
            auth.Find("properties.identityProviders.azureActiveDirectory.registration")!
                .AsObject()
                .Select(static property => property.Key)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Only_near_expiries_reach_the_queue_and_what_cannot_be_delivered_is_kept()
    {
        ArmResource subscription = await SingleAsync("secretEvents", "Microsoft.EventGrid/systemTopics/eventSubscriptions");

        Assert.Equal($"""["{SecretNearExpiry.EventType}"]""", subscription["properties.filter.includedEventTypes"]);
        Assert.Equal("CloudEventSchemaV1_0", subscription["properties.eventDeliverySchema"]);
        Assert.Equal("SystemAssigned", subscription["properties.deliveryWithResourceIdentity.identity.type"]);
        Assert.Equal("StorageQueue", subscription["properties.deliveryWithResourceIdentity.destination.endpointType"]);
        // waits as long as the app is down
        Assert.Equal("-1", subscription["properties.deliveryWithResourceIdentity.destination.properties.queueMessageTimeToLiveInSeconds"]);
        Assert.Equal("SystemAssigned", subscription["properties.deadLetterWithResourceIdentity.identity.type"]);
        Assert.Null(subscription["properties.destination"]); // these two would use a key
        Assert.Null(subscription["properties.deadLetterDestination"]);
    }

    [Fact]
    public async Task The_topic_may_write_before_the_subscription_delivers()
    {
        ArmResource subscription = await SingleAsync("secretEvents", "Microsoft.EventGrid/systemTopics/eventSubscriptions");
        IEnumerable<string> roles = subscription.Template.Resources.Where(
            static resource => resource.Type is "Microsoft.Authorization/roleAssignments")
            .Select(static role => role.Name);

        Assert.Equal(["deadLetterRole", "queueRole"], roles.Order(StringComparer.Ordinal));
        Assert.Subset(
            subscription.Find("dependsOn")!.AsArray().Select(static name => name!.GetValue<string>()).ToHashSet(),
            roles.ToHashSet());
    }

    [Fact]
    public async Task The_queue_that_Event_Grid_writes_to_is_the_one_that_the_app_reads()
    {
        Match trigger = QueueTrigger()
            .Match(File.ReadAllText(Path.Combine(Repository.Root, "src", "Functions", "Timers", "RotationTimers.cs")));
        (string queue, string connection) = (trigger.Groups[1].Value, trigger.Groups[2].Value);
        ArmTemplate ledger = await TemplateAsync("ledgerStorage");
        ArmTemplate events = await TemplateAsync("secretEvents");
        ArmResource subscription = await SingleAsync("secretEvents", "Microsoft.EventGrid/systemTopics/eventSubscriptions");

        Assert.Equal(queue, ledger.Document["outputs"]!["eventsQueue"]!["value"]!.GetValue<string>());
        Assert.Equal(
            // the host's own name for it
            [
                $"[format('{{0}}/{{1}}/{{2}}', parameters('name'), 'default', '{queue}')]",
                $"[format('{{0}}/{{1}}/{{2}}', parameters('name'), 'default', '{queue}-poison')]",
            ],
            ledger.Resources.Where(static resource => resource.Type is "Microsoft.Storage/storageAccounts/queueServices/queues")
                .Select(static resource => resource["name"]));
        Assert.Equal("[reference('ledgerStorage').outputs.eventsQueue.value]", events.Arguments["queueName"]!["value"]!.GetValue<string>());
        Assert.Equal(
            "[reference('ledgerStorage').outputs.accountName.value]",
            events.Arguments["accountName"]!["value"]!.GetValue<string>());
        Assert.Equal("[parameters('queueName')]", subscription["properties.deliveryWithResourceIdentity.destination.properties.queueName"]);
        Assert.Equal(
            "[resourceId('Microsoft.Storage/storageAccounts', parameters('accountName'))]",
            subscription["properties.deliveryWithResourceIdentity.destination.properties.resourceId"]);
        Assert.Equal("SecretEvents", connection); // AppSettingsTests has its settings
    }

    [Fact]
    public async Task There_is_an_alert_for_each_row_of_the_document()
    {
        ArmTemplate alerts = (await Infrastructure.MainAsync()).WithNested().Single(static template => template.Module is "alerts");
        string[] titles =
        [
            .. alerts.Document["variables"]!["rules"]!.AsArray().Select(static rule => $"{rule!["title"]}|{rule["severity"]}"),
        ];
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
        // no machine can be touched before somebody says which
        Assert.Equal("[]", main.Document["parameters"]!["targetSubscriptions"]!["defaultValue"]!.ToJsonString());
    }

    private static async Task<ArmTemplate> TemplateAsync(string module)
        => (await Infrastructure.AllAsync()).Single(template => template.Module == module);

    private static async Task<ArmResource> SingleAsync(string module, string type)
        => Assert.Single((await TemplateAsync(module)).Resources, resource => resource.Type == type);

    [GeneratedRegex("""\[QueueTrigger\("([^"]+)", Connection = "([^"]+)"\)\]""")]
    private static partial Regex QueueTrigger();
}
