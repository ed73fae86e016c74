using System.Text.Json;
using System.Text.Json.Nodes;
using TenantTokens.Local.Hosting;
using TenantTokens.Simulator;

namespace TenantTokens.Local.Commands;

/// <summary>
/// Writes what <c>func start</c> needs to run the Functions app against a simulated world: a local.settings.json, and beside it the
/// rotation.json that it names. Both are for this machine only: their credential is accepted by the simulator alone, and their storage is
/// the emulator Azurite.
/// </summary>
internal static class FunctionsSettings
{
    /// <summary>The connection string of an Azurite on its usual ports.</summary>
    private const string Emulator = "UseDevelopmentStorage=true";

    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    /// <summary>Writes both files, readable by their owner only.</summary>
    /// <param name="world">The world.</param>
    /// <param name="settingsPath">The local.settings.json.</param>
    /// <param name="cancellationToken">Cancels between the files.</param>
    /// <exception cref="UserErrorException">The file has another name.</exception>
    public static async Task WriteAsync(SimulatedWorld world, string settingsPath, CancellationToken cancellationToken)
    {
        string path = Path.GetFullPath(settingsPath);
        if (Path.GetFileName(path) is not "local.settings.json")
        {
            throw new UserErrorException(
                $"--write-settings '{settingsPath}' must end in local.settings.json. The host reads this file, and neither git nor a"
                    + " publish includes it.");
        }

        string rotation = Path.Combine(Path.GetDirectoryName(path)!, "rotation.simulated.json");
        await PrivateFile.WriteAsync(rotation, WithoutApprover(world.RotationJson()), cancellationToken);
        await PrivateFile.WriteAsync(path, Settings(rotation), cancellationToken);
    }

    private static string Settings(string rotation) => new JsonObject
    {
        ["IsEncrypted"] = false,
        ["Values"] = new JsonObject
        {
            ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
            ["AzureWebJobsStorage"] = Emulator,
            ["AzureWebJobsDisableHomepage"] = "true",
            ["LEDGER_TABLES_CONNECTION_STRING"] = Emulator,
            ["SecretEvents"] = Emulator,
            ["ROTATION_CONFIGURATION"] = rotation,
            ["RotationSchedule"] = "0 */15 * * * *",
            ["TASKHUB_NAME"] = "simulated",
            ["DURABLE_BACKEND"] = "azureStorage",
            ["DATA_PROTECTION_SECRET"] = "web-key-ring",
        },
    }.ToJsonString(_indented);

    /// <summary>Removes the simulated approver, which belongs to the local host; here people vote on the page.</summary>
    private static string WithoutApprover(string json)
    {
        JsonNode configuration = JsonNode.Parse(json)!;
        configuration["approvals"]!.AsObject().Remove("simulatedApprover");
        return configuration.ToJsonString(_indented);
    }
}
