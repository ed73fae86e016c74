using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Functions;
using TenantTokens.Functions.Durable;
using TenantTokens.Functions.Timers;
using TenantTokens.Functions.Web;
using TenantTokens.RunCommand;

namespace TenantTokens.FunctionsTests.App;

/// <summary>The app is put together as its settings say.</summary>
public sealed class AppServicesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("app-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_class_that_holds_functions_can_be_made()
    {
        await using ServiceProvider services = Build();
        Assert.All<Type>(
            [typeof(ActivitiesToL), typeof(ActivitiesFromM), typeof(RotationTimers), typeof(WebFunctions), typeof(TaskRunner)],
            type => Assert.NotNull(ActivatorUtilities.GetServiceOrCreateInstance(services, type)));
    }

    [Fact]
    public async Task The_second_identity_runs_commands_and_is_not_the_app_s()
    {
        await using ServiceProvider services = Build(("RUN_COMMAND_CLIENT_ID", "22222222-2222-2222-2222-222222222222"));
        TokenCredential commands = services.GetRequiredKeyedService<TokenCredential>(RunCommandClient.Identity);
        Assert.IsType<ManagedIdentityCredential>(commands);
        Assert.NotSame(commands, services.GetRequiredService<TokenCredential>());
    }

    [Fact]
    public async Task Without_one_the_app_s_own_does()
    {
        await using ServiceProvider services = Build();
        Assert.Same(services.GetRequiredService<TokenCredential>(), services.GetRequiredKeyedService<TokenCredential>(RunCommandClient.Identity));
    }

    [Theory]
    [InlineData("LEDGER_TABLES_CONNECTION_STRING", "", "LEDGER_TABLES_URI")]
    [InlineData("DATA_PROTECTION_BLOB_URI", "https://account.blob.core.windows.net/keys/ring.xml", "DATA_PROTECTION_KEY_URI")]
    [InlineData("DATA_PROTECTION_KEY_URI", "http://vault.test/keys/k", "DATA_PROTECTION_KEY_URI must be an https address")]
    [InlineData("ROTATION_CONFIGURATION", "nowhere.json", "nowhere.json")]
    public void A_setting_that_is_wrong_is_named(string name, string value, string said)
        => Assert.Contains(said, Assert.ThrowsAny<Exception>(() => Build((name, value)).Dispose()).Message, StringComparison.Ordinal);

    private ServiceProvider Build(params (string Name, string Value)[] more)
    {
        string configuration = Path.Combine(_folder.FullName, "rotation.json");
        File.WriteAllText(configuration, """
            {
              "environments": [{ "id": "sim00001", "apiUrl": "https://localhost:1/e/sim00001", "apiTokenSecret": "api-token", "tenantTokenSecret": "tenant-token" }],
              "azure": { "armEndpoint": "https://localhost:1", "vaultUri": "https://localhost:1", "credential": "simulated" },
              "fleet": { "subscriptions": ["11111111-1111-1111-1111-111111111111"] }
            }
            """);
        Dictionary<string, string?> settings = new()
        {
            ["ROTATION_CONFIGURATION"] = configuration,
            ["LEDGER_TABLES_CONNECTION_STRING"] = "UseDevelopmentStorage=true",
        };
        foreach ((string name, string value) in more)
        {
            settings[name] = value;
        }

        return new ServiceCollection()
            .AddLogging()
            .AddRotationApp(AppSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()))
            .BuildServiceProvider();
    }
}
