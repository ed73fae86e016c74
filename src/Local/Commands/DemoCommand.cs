using System.CommandLine;
using TenantTokens.Local.Following;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;
using TenantTokens.Simulator;

namespace TenantTokens.Local.Commands;

/// <summary>The demonstration: a simulated world in the same process, rotated from beginning to end with the real product.</summary>
internal static class DemoCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        WorldArguments world = new();
        Option<bool> yes = new("--yes", "-y") { Description = "Let the simulated approver decide the finish gate instead of asking you." };
        Option<bool> json = new("--json") { Description = "Print one JSON document at the end, including what the simulated world saw." };
        Option<bool> verbose = new("--verbose") { Description = "Write a detailed log to standard error." };
        Option<DirectoryInfo?> data = new("--data", "-d") { Description = "The directory for ledger, journal and report. Default: a"
            + " temporary directory." };
        Command command = new("demo", """
            Rotate the tenant token of a simulated fleet: the real product and the real host script, on loopback, in seconds.

            Examples:
              tenant-token demo
              tenant-token demo --machines 50 --seed 3 --yes --json
              tenant-token demo --models --machines 200 --time-scale 0.001 --faults some --yes
            """) { yes, json, data, verbose };
        world.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string home = parsed.GetValue(data)?.FullName ?? Directory.CreateTempSubdirectory("tenant-token-demo-").FullName;
            string place = home.TrimEnd(Path.DirectorySeparatorChar) + "-world"; // the simulated machines are not the rotation's data
            Terminal terminal = Terminal.Open(parsed.InvocationConfiguration, parsed.GetValue(json));
            try
            {
                return await RotateAsync(
                    world.Read(parsed, place), home, terminal, parsed.GetValue(yes), parsed.GetValue(verbose), cancellationToken);
            }
            finally
            {
                Directory.Delete(place, recursive: true);
            }
        });
        return command;
    }

    private static async Task<int> RotateAsync(
        WorldOptions options,
        string home,
        Terminal terminal,
        bool yes,
        bool verbose,
        CancellationToken cancellationToken)
    {
        terminal.View.Say(
            $"A simulated world of {options.Machines} machines, seed {options.Seed}; its clock runs {1 / options.TimeScale:0} times as"
                + " fast.");
        Directory.CreateDirectory(options.Directory);
        await using SimulatedWorld simulated = await SimulatedWorld.StartAsync(options, cancellationToken);
        string configuration = Path.Combine(options.Directory, "rotation.json");
        await simulated.WriteConfigurationAsync(configuration, cancellationToken);
        await using LocalHost host = CommonOptions.OpenHost(configuration, home, verbose);

        bool isAsked = !yes && terminal.IsInteractive;
        if (!yes && !isAsked)
        {
            terminal.View.Say("There is no terminal to ask at, so the demo runs as if you gave --yes.");
        }

        RotationRequest request = new(host.Options.Environments[0].Id, Environment.UserName, Reason: "demonstration", PlanConfirmed: true);
        RotationRecord rotation = (await host.Get<RotationLedger>().OpenAsync(request, cancellationToken)).Rotation;
        RotationSession session = new(host, terminal)
        {
            LetSimulatedApproverVote = !isAsked,
            DecidesAs = isAsked ? host.Options.Approvals.SimulatedApprover?.Name : null,
            World = simulated.Snapshot,
        };
        return await session.RunAsync(rotation, cancellationToken);
    }
}
