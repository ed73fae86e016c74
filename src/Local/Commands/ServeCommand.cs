using System.CommandLine;
using TenantTokens.Configuration;
using TenantTokens.Ledger;
using TenantTokens.Local.Following;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;
using TenantTokens.Schedules;

namespace TenantTokens.Local.Commands;

/// <summary>Drives whatever rotation is open, in every environment, and starts what the schedules want, until it is stopped.</summary>
internal static class ServeCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Command command = new("serve", """
            Drive the open rotations of all configured environments until Ctrl-C, and start those that their schedules want. Other commands write to the same ledger.

            Example:
              tenant-token serve --config rotation.json --data /var/lib/tenant-token
            """);
        CommonOptions common = new CommonOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using LocalHost host = common.OpenHost(parsed);
            if (!await host.TryDriveAsync(cancellationToken))
            {
                throw new UserErrorException($"Another process drives {host.DataPath}.");
            }

            Terminal terminal = common.OpenTerminal(parsed);
            RotationDriver driver = new(host, approver: null) { Serves = true };
            foreach (EnvironmentOptions environment in host.Options.Environments)
            {
                if (await host.Get<RotationLedger>().FindLatestAsync(environment.Id, cancellationToken) is { } rotation && !rotation.Phase.IsTerminal())
                {
                    await driver.EnsureAsync(rotation, cancellationToken);
                    terminal.Output.WriteLine($"Driving {rotation.RotationId} of {environment.Id}, {rotation.Phase}.");
                }
            }

            terminal.Output.WriteLine($"Serving {host.DataPath}. Ctrl-C stops; nothing is lost.");
            ScheduleTimer schedules = new(
                host.Get<ScheduleDispatcher>(), [.. host.Options.Environments.Select(static environment => environment.Id)], driver.EnsureAsync, host.Get<TimeProvider>(), terminal.Output, terminal.Errors);
            using CancellationTokenSource asking = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task asked = schedules.RunAsync(asking.Token);
            try
            {
                await driver.RunAsync(cancellationToken);
            }
            finally
            {
                await asking.CancelAsync();
                await asked;
            }

            return ExitCodes.Completed;
        });
        return command;
    }
}
