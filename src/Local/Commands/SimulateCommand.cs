using System.CommandLine;
using TenantTokens.Local.Following;
using TenantTokens.Simulator;

namespace TenantTokens.Local.Commands;

/// <summary>Runs a simulated world as a process of its own.</summary>
internal static class SimulateCommand
{
    private const string Servers = "a Dynatrace environment, Azure Resource Manager, Key Vault";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        WorldArguments world = new();
        Option<int> port =
            new("--port") { Description = "The port on 127.0.0.1. 0 takes a free port.", DefaultValueFactory = static _ => 0 };
        Option<FileInfo?> writeConfig = new("--write-config") { Description = "Write a rotation.json that points at this world. The file"
            + " appears once it is complete." };
        Option<string?> writeSettings = new("--write-settings") { Description = "Write a local.settings.json with which a Functions host"
            + " runs the app against this world, and a rotation.simulated.json beside it." };
        Option<DirectoryInfo?> directory = new("--directory") { Description = "The directory for the machines' file trees. Default: a"
            + " temporary directory." };
        Command command = new("simulate", $"""
            Run a simulated world on loopback until Ctrl-C: {Servers} and a fleet of machines
            that execute the real host script on real files. GET /world shows what happened in it.

            Examples:
              tenant-token simulate --machines 12 --seed 1 --write-config /tmp/world/rotation.json
              tenant-token simulate --models --machines 5000 --time-scale 0.01 --faults some --write-config /tmp/world/rotation.json
              tenant-token simulate --write-settings src/Functions/local.settings.json
            """) { port, writeConfig, writeSettings, directory };
        world.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            WorldOptions options = world.Read(
                parsed, parsed.GetValue(directory)?.FullName ?? Directory.CreateTempSubdirectory("tenant-token-world-").FullName) with
            {
                Port = parsed.GetValue(port),
            };
            await using SimulatedWorld simulated = await SimulatedWorld.StartAsync(options, cancellationToken);
            await WriteAsync(simulated, parsed.GetValue(writeConfig), parsed.GetValue(writeSettings), cancellationToken);
            Terminal.OutputOf(parsed.InvocationConfiguration).WriteLine($"Simulated world at {simulated.Endpoint} (GET"
                + $" {simulated.Endpoint}world), trees in {options.Directory}. Ctrl-C ends it.");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCodes.Completed;
        });
        return command;
    }

    /// <summary>Writes the files that other programs need to use the world.</summary>
    private static async Task WriteAsync(
        SimulatedWorld world,
        FileInfo? configuration,
        string? settings,
        CancellationToken cancellationToken)
    {
        if (configuration is not null)
        {
            configuration.Directory?.Create();
            await world.WriteConfigurationAsync(configuration.FullName, cancellationToken);
        }

        if (settings is not null)
        {
            await FunctionsSettings.WriteAsync(world, settings, cancellationToken);
        }
    }
}
