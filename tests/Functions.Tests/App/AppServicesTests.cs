using Azure.Core;
using Azure.Identity;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TenantTokens.Functions;
using TenantTokens.Functions.Durable;
using TenantTokens.Ledger;
using TenantTokens.RunCommand;
using TenantTokens.Testing.Ledger;
using TenantTokens.Web;
using TenantTokens.Web.KeyRing;

namespace TenantTokens.FunctionsTests.App;

/// <summary>The app is put together as its settings say.</summary>
public sealed class AppServicesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("app-");
    private string _publicAddress = "http://localhost:7071";

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_class_that_holds_functions_can_be_made()
    {
        await using ServiceProvider services = Build();
        Assert.All<Type>(
            [.. typeof(TaskRunner).Assembly.GetTypes().Where(HoldsFunctions), typeof(TaskRunner)],
            type => Assert.NotNull(ActivatorUtilities.GetServiceOrCreateInstance(services, type)));
    }

    private static bool HoldsFunctions(Type type)
        => !type.IsAbstract && type.GetMethods().Any(static method => method.IsDefined(typeof(FunctionAttribute), inherit: false));

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
        Assert.Same(
            services.GetRequiredService<TokenCredential>(),
            services.GetRequiredKeyedService<TokenCredential>(RunCommandClient.Identity));
    }

    [Theory]
    [InlineData("LEDGER_TABLES_CONNECTION_STRING", "", "LEDGER_TABLES_URI")]
    [InlineData("DATA_PROTECTION_SECRET", "https://vault.test/secrets/ring", "DATA_PROTECTION_SECRET must be the name of a vault secret")]
    [InlineData("DATA_PROTECTION_SECRET", "Tenant-Token", "DATA_PROTECTION_SECRET names a vault secret that holds a token")]
    [InlineData("DATA_PROTECTION_SECRET", "api-token", "DATA_PROTECTION_SECRET names a vault secret that holds a token")]
    [InlineData(
        "DATA_PROTECTION_SECRET",
        "approval-link-key",
        "DATA_PROTECTION_SECRET names a vault secret that holds a token or the key of links")]
    [InlineData("ROTATION_CONFIGURATION", "nowhere.json", "nowhere.json")]
    public void A_setting_that_is_wrong_is_named(string name, string value, string said)
        => Assert.Contains(said, Assert.ThrowsAny<Exception>(() => Build((name, value)).Dispose()).Message, StringComparison.Ordinal);

    [Fact]
    public async Task With_a_secret_the_keys_of_sign_ins_are_in_the_vault_and_without_one_they_live_as_long_as_the_process()
    {
        await using ServiceProvider kept = Build(("DATA_PROTECTION_SECRET", "web-key-ring"));
        await using ServiceProvider ephemeral = Build();
        Assert.NotNull(kept.GetService<VaultKeyRing>());
        Assert.IsType<VaultKeyRing>(kept.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlRepository);
        Assert.Null(ephemeral.GetService<VaultKeyRing>());
        Assert.IsType<EphemeralDataProtectionProvider>(ephemeral.GetRequiredService<IDataProtectionProvider>());
    }

    [Fact]
    public async Task A_vault_that_is_down_stops_neither_the_start_nor_the_app_and_signing_in_is_answered_503()
    {
        await using ServiceProvider services = Build(("DATA_PROTECTION_SECRET", "web-key-ring")); // nobody listens on port 1
        IHostedService[] hosted = [.. services.GetServices<IHostedService>()];
        Assert.Contains(hosted, static one => one.GetType().Name is "DataProtectionHostedService"); // which reads the keys
        foreach (IHostedService one in hosted)
        {
            await one.StartAsync(TestContext.Current.CancellationToken);
        }

        (int status, string page) = await AskAsync(services, "localhost", "/sign-in");
        Assert.Equal(503, status);
        Assert.Contains("Sign-in is not possible at the moment", page, StringComparison.Ordinal);
        Assert.Contains("The key vault holds the keys for sign-ins and forms and cannot be read now", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.test", 421)]
    [InlineData("other.azurewebsites.net", 421)]
    [InlineData("tokens.example.com", 200)]
    [InlineData("app.azurewebsites.net", 200)]
    [InlineData("localhost", 200)]
    public async Task Requests_are_answered_under_the_public_name_and_the_one_that_the_platform_gave_the_app(string name, int expected)
    {
        _publicAddress = "https://tokens.example.com";
        await using ServiceProvider services = Build(("WEBSITE_HOSTNAME", "app.azurewebsites.net:443"));
        Assert.Equal(expected, (await AskAsync(services, name, "/sign-in")).Status);
    }

    private static async Task<(int Status, string Body)> AskAsync(IServiceProvider services, string host, string path)
    {
        using MemoryStream body = new();
        DefaultHttpContext context = new()
        {
            Request = { Method = "GET", Path = path, Host = new HostString(host), Scheme = "https" },
            Response = { Body = body },
        };
        await RotationWeb.Build(services)(context);
        return (context.Response.StatusCode, System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }

    private ServiceProvider Build(params (string Name, string Value)[] more)
    {
        string configuration = Path.Combine(_folder.FullName, "rotation.json");
        File.WriteAllText(configuration, $$"""
            {
              "web": { "publicAddress": "{{_publicAddress}}" },
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
            .AddSingleton<ILedgerStore, MemoryLedgerStore>() // refusals are written to it
            .BuildServiceProvider();
    }
}
