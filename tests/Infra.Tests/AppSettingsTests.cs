using TenantTokens.Infra.Tests.Arm;
using TenantTokens.Infra.Tests.Tools;

namespace TenantTokens.Infra.Tests;

public sealed class AppSettingsTests
{
    private static readonly string[] _schedulerOnly =
    [
        "AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName",
        "DURABLE_TASK_SCHEDULER_CONNECTION_STRING",
    ];

    [Fact]
    public async Task The_settings_are_those_of_the_document()
        => Assert.Equal(
            DeployDocument.Table("## App settings").Select(static row => row[0]).Order(StringComparer.Ordinal),
            (await SettingsAsync()).Select(static setting => setting.Name).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Only_the_scheduler_s_depend_on_the_backend()
        => Assert.Equal(
            _schedulerOnly,
            (await SettingsAsync())
                .Where(static setting => !setting.Always)
                .Select(static setting => setting.Name)
                .Order(StringComparer.Ordinal));

    [Fact]
    public async Task The_host_and_the_app_are_told_the_same_backend()
    {
        IReadOnlyList<(string Name, string Value, bool Always)> settings = await SettingsAsync();

        Assert.Equal("parameters('durableBackend')", ValueOf(settings, "DURABLE_BACKEND"));
        Assert.Equal(
            "parameters('durableBackend')",
            ValueOf(settings, "AzureFunctionsJobHost__extensions__durableTask__storageProvider__type"));
    }

    [Fact]
    public async Task The_two_identities_are_two()
    {
        IReadOnlyList<(string Name, string Value, bool Always)> settings = await SettingsAsync();

        Assert.Equal("reference('identities').outputs.app.value.clientId", ValueOf(settings, "AZURE_CLIENT_ID"));
        Assert.Equal("reference('identities').outputs.commands.value.clientId", ValueOf(settings, "RUN_COMMAND_CLIENT_ID"));
    }

    [Theory]
    [InlineData("AzureWebJobsStorage", "accountName", "reference('hostStorage').outputs.accountName.value")]
    [InlineData("SecretEvents", "queueServiceUri", "reference('ledgerStorage').outputs.queuesUri.value")]
    public async Task Storage_is_opened_by_the_identity_of_the_app(string connection, string address, string value)
    {
        IReadOnlyList<(string Name, string Value, bool Always)> settings = await SettingsAsync();

        Assert.Equal(value, ValueOf(settings, $"{connection}__{address}"));
        Assert.Equal("'managedidentity'", ValueOf(settings, $"{connection}__credential"));
        Assert.Equal("reference('identities').outputs.app.value.clientId", ValueOf(settings, $"{connection}__clientId"));
        Assert.Equal(3, settings.Count(setting => setting.Name.StartsWith(connection, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task No_setting_is_a_secret()
    {
        IReadOnlyList<(string Name, string Value, bool Always)> settings = await SettingsAsync();

        Assert.Equal("'web-key-ring'", ValueOf(settings, "DATA_PROTECTION_SECRET")); // the name of one
        Assert.DoesNotContain(
            settings.Where(static setting => setting.Name is not "DATA_PROTECTION_SECRET"
                && !setting.Name.StartsWith("SecretEvents__", StringComparison.Ordinal)),
            static setting => setting.Name.Contains("SECRET", StringComparison.OrdinalIgnoreCase)
                || setting.Name.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_setting_too_many_is_seen()
    {
        IReadOnlyList<(string Name, string Value, bool Always)> settings = AppSettings.Read(
            "[union(createObject('A', format('x,{0})', parameters('y')), 'B', 'it''s'), if(variables('isScheduler'), createObject('C',"
                + " coalesce(tryGet(x(), 'c'), '')), createObject()))]");

        Assert.Equal(
            [("A", "format('x,{0})', parameters('y'))", true), ("B", "'it''s'", true), ("C", "coalesce(tryGet(x(), 'c'), '')", false)],
            settings);
    }

    [Fact]
    public void A_row_that_the_document_lacks_is_seen()
        => Assert.Equal(
            ["ONE"],
            DeployDocument.Table(
                "## App settings\n\n| Setting | Value |\n|---|---|\n| `ONE` | x |\n\n## Next\n| `TWO` | x |",
                "## App settings")
                .Select(static row => row[0]));

    private static async Task<IReadOnlyList<(string Name, string Value, bool Always)>> SettingsAsync()
    {
        ArmTemplate settings = (await Infrastructure.MainAsync()).WithNested().Single(static template => template.Module is "appSettings");
        ArmResource config = Assert.Single(settings.Resources);
        Assert.Equal("[parameters('settings')]", config["properties"]);
        return AppSettings.Read(settings.Arguments["settings"]!["value"]!.GetValue<string>());
    }

    private static string ValueOf(IReadOnlyList<(string Name, string Value, bool Always)> settings, string name)
        => settings.Single(setting => setting.Name == name).Value;
}
