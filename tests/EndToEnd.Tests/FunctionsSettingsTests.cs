using System.Text.Json.Nodes;
using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Reading;
using TenantTokens.Local.Commands;
using TenantTokens.Local.Hosting;
using TenantTokens.Simulator;
using TenantTokens.Tooling;

namespace TenantTokens.EndToEnd.Tests;

/// <summary><c>simulate --write-settings</c>: what a Functions host needs to run the app against the world.</summary>
public sealed class FunctionsSettingsTests : IAsyncLifetime
{
    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("tenant-token-settings-");
    private SimulatedWorld _world = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string SettingsPath => Path.Combine(_place.FullName, "local.settings.json");

    public async ValueTask InitializeAsync()
        => _world = await SimulatedWorld.StartAsync(
            new WorldOptions { Machines = 4, Models = true, Directory = Path.Combine(_place.FullName, "world") },
            Stop);

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        _place.Delete(recursive: true);
    }

    [Fact]
    public async Task The_settings_name_the_emulator_and_a_configuration_that_is_valid_and_leads_to_this_world()
    {
        await FunctionsSettings.WriteAsync(_world, SettingsPath, Stop);

        JsonNode values = JsonNode.Parse(await File.ReadAllTextAsync(SettingsPath, Stop))!["Values"]!;
        Assert.Equal("UseDevelopmentStorage=true", values["AzureWebJobsStorage"]!.GetValue<string>());
        Assert.Equal("UseDevelopmentStorage=true", values["LEDGER_TABLES_CONNECTION_STRING"]!.GetValue<string>());
        // the queue trigger does not start without a connection
        Assert.Equal("UseDevelopmentStorage=true", values["SecretEvents"]!.GetValue<string>());
        Assert.Equal("dotnet-isolated", values["FUNCTIONS_WORKER_RUNTIME"]!.GetValue<string>());
        Assert.Equal("web-key-ring", values["DATA_PROTECTION_SECRET"]!.GetValue<string>());
        Assert.Null(values["LEDGER_TABLES_URI"]);
        RotationConfigurationResult configuration = RotationConfiguration.Load(values["ROTATION_CONFIGURATION"]!.GetValue<string>());
        Assert.True(configuration.IsValid, string.Join('\n', configuration.Problems));
        Assert.True(configuration.Options.IsLoopback);
        Assert.Equal(_world.Endpoint.Port, configuration.Options.Azure.VaultUri.Port);
        Assert.Equal(AzureCredentialKind.Simulated, configuration.Options.Azure.Credential);
        Assert.Null(configuration.Options.Approvals.SimulatedApprover); // people vote there
    }

    [Fact]
    public async Task The_files_are_for_their_owner_only_whatever_was_there_before()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix modes.");
            return;
        }

        await File.WriteAllTextAsync(SettingsPath, "old", Stop);
        File.SetUnixFileMode(
            SettingsPath,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await FunctionsSettings.WriteAsync(_world, SettingsPath, Stop);
        foreach (string file in Directory.GetFiles(_place.FullName))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task A_file_of_another_name_is_refused_and_nothing_is_written()
    {
        UserErrorException refused = await Assert.ThrowsAsync<UserErrorException>(
            () => FunctionsSettings.WriteAsync(_world, Path.Combine(_place.FullName, "appsettings.json"), Stop));
        Assert.Contains("local.settings.json", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_place.FullName));
    }

    [Fact]
    public void The_files_are_kept_out_of_git()
    {
        string[] ignored = File.ReadAllLines(Path.Combine(Repository.Root, ".gitignore"));
        Assert.Contains("local.settings.json", ignored);
        Assert.Contains("rotation.simulated.json", ignored);
    }
}
