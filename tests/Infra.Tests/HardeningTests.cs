using TenantTokens.Infra.Tests.Arm;
using TenantTokens.Infra.Tests.Tools;

namespace TenantTokens.Infra.Tests;

public sealed class HardeningTests
{
    [Fact]
    public async Task Keys_are_off_data_is_private_connections_are_encrypted_and_deletions_can_be_undone()
        => Assert.Empty((await Infrastructure.AllAsync()).SelectMany(TemplateRules.Hardening));

    [Fact]
    public async Task Every_hardened_type_is_there()
    {
        IEnumerable<string> deployed = (await Infrastructure.AllAsync())
            .SelectMany(static template => template.Resources)
            .Select(static resource => resource.Type);

        Assert.Empty(TemplateRules.HardenedTypes.Except(deployed, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Microsoft.Storage/storageAccounts", "{ \"allowSharedKeyAccess\": true }", "allowSharedKeyAccess is true")]
    [InlineData("Microsoft.Storage/storageAccounts", "{}", "allowSharedKeyAccess is not set")]
    [InlineData("Microsoft.Storage/storageAccounts", "{ \"allowBlobPublicAccess\": true }", "allowBlobPublicAccess is true")]
    [InlineData("Microsoft.Storage/storageAccounts", "{ \"minimumTlsVersion\": \"TLS1_0\" }", "minimumTlsVersion is TLS1_0")]
    [InlineData("Microsoft.Storage/storageAccounts/blobServices/containers", "{ \"publicAccess\": \"Blob\" }", "publicAccess is Blob")]
    [InlineData("Microsoft.Web/sites", "{ \"siteConfig\": { \"minTlsVersion\": \"1.1\" } }", "minTlsVersion is 1.1")]
    [InlineData("Microsoft.Web/sites/basicPublishingCredentialsPolicies", "{ \"allow\": true }", "allow is true")]
    [InlineData("Microsoft.KeyVault/vaults", "{ \"enablePurgeProtection\": false }", "enablePurgeProtection is false")]
    [InlineData("Microsoft.KeyVault/vaults", "{ \"softDeleteRetentionInDays\": 7 }", "softDeleteRetentionInDays is 7")]
    [InlineData("Microsoft.Communication/communicationServices", "{}", "disableLocalAuth is not set")]
    [InlineData("Microsoft.Logic/workflows", "{ \"accessControl\": {} }", "sasAuthenticationPolicy.state is not set")]
    public void A_soft_resource_does_not_pass(string type, string properties, string said)
        => Assert.Contains(
            TemplateRules.Hardening(Violation.Of(type, properties)),
            violation => violation.Contains(said, StringComparison.Ordinal));

    [Fact]
    public async Task No_secret_is_asked_for_passed_on_or_put_out()
        => Assert.Empty((await Infrastructure.AllAsync()).SelectMany(TemplateRules.Secrets));

    [Theory]
    [InlineData(
        """{ "outputs": { "key": { "type": "string", "value": "[listKeys(resourceId('Microsoft.Storage/storageAccounts', 'x'), '2025-08-01').keys[0].value]" } } }""",
        "asks for a key")]
    [InlineData(
        """{ "outputs": { "address": { "type": "string", "value": "[listCallbackUrl(resourceId('Microsoft.Logic/workflows/triggers', 'x', 'y'), '2019-05-01').value]" } } }""",
        "asks for a key")]
    [InlineData(
        """{ "resources": { "settings": { "type": "Microsoft.Web/sites/config", "properties": { "Store": "[list('x', '2025-08-01').key]" } } } }""",
        "asks for a key")]
    [InlineData("""{ "outputs": { "key": { "type": "securestring", "value": "x" } } }""", "carries a secret")]
    [InlineData("""{ "parameters": { "password": { "type": "secureString" } } }""", "carries a secret")]
    [InlineData(
        """{ "outputs": { "store": { "type": "string", "value": "[format('AccountName=x;AccountKey={0}', parameters('it'))]" } } }""",
        "holds a key")]
    public void A_secret_does_not_pass(string template, string said)
        => Assert.Contains(
            TemplateRules.Secrets(Violation.Template(template)),
            violation => violation.Contains(said, StringComparison.Ordinal));

    [Fact]
    public async Task Every_parameter_and_output_says_what_it_is()
        => Assert.Empty((await Infrastructure.AllAsync()).SelectMany(TemplateRules.Descriptions));

    [Theory]
    [InlineData("""{ "parameters": { "name": { "type": "string" } } }""")]
    [InlineData("""{ "outputs": { "name": { "type": "string", "metadata": { "description": "" } } } }""")]
    public void A_parameter_without_a_description_does_not_pass(string template)
        => Assert.Single(TemplateRules.Descriptions(Violation.Template(template)));

    [Fact]
    public async Task The_Durable_Task_Scheduler_is_there_only_when_it_is_chosen()
    {
        ArmTemplate main = await Infrastructure.MainAsync();

        Assert.Empty(TemplateRules.Scheduler(main));
        Assert.Contains(
            main.WithNested().SelectMany(static template => template.Resources),
            static resource => resource.Type is "Microsoft.DurableTask/schedulers");
        Assert.Equal("azureStorage", main.Document["parameters"]!["durableBackend"]!["defaultValue"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"condition\": \"[equals(parameters('durableBackend'), 'azureStorage')]\",")]
    public void A_scheduler_that_is_always_there_does_not_pass(string condition)
        => Assert.Single(TemplateRules.Scheduler(Violation.Template($$"""
            { "resources": { "scheduler": { "type": "Microsoft.Resources/deployments", {{condition}} "properties": { "template": {
                "resources": { "it": { "type": "Microsoft.DurableTask/schedulers" } } } } } } }
            """)));

    [Fact]
    public async Task Who_asks_in_Teams_and_Outlook_may_be_started_by_the_app_only()
    {
        ArmTemplate approvals = (await Infrastructure.MainAsync()).WithNested().Single(static template => template.Module is "approvals");
        ArmResource workflow = Assert.Single(approvals.Resources, static resource => resource.Type is "Microsoft.Logic/workflows");
        string claims = workflow["properties.accessControl.triggers.openAuthenticationPolicies.policies.app.claims"]!;

        Assert.Contains(
            """{"name":"oid","value":"[parameters('app').principalId]"}""",
            claims.Replace("\\u0027", "'", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.Contains("\"aud\"", claims, StringComparison.Ordinal);
        Assert.Contains("\"iss\"", claims, StringComparison.Ordinal);
        Assert.Equal("[reference('identities').outputs.app.value]", approvals.Arguments["app"]!["value"]!.GetValue<string>());
    }
}
