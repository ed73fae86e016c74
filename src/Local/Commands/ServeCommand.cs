using System.CommandLine;
using System.Net;
using TenantTokens.Configuration.Options;
using TenantTokens.Local.Following;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;
using TenantTokens.Scheduling;
using TenantTokens.Web.Identity;

namespace TenantTokens.Local.Commands;

/// <summary>Drives the open rotations of all environments, and starts those that the schedules request, until it is stopped.</summary>
internal static class ServeCommand
{
    private const string Schedules = "start scheduled rotations when they are due";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<string?> listen = new("--listen")
        {
            Description = "The address:port at which pages and API listen. Default: the port of a web.publicAddress on this machine,"
                + " otherwise any free port of 127.0.0.1. A proxy on another machine needs a web.publicAddress with https.",
        };
        Command command = new("serve", $"""
            Drive the open rotations of all configured environments until Ctrl-C, and {Schedules}. Other CLI commands write to
            the same ledger. Also serve the pages and the API, on this machine only unless --listen says otherwise.

            Examples:
              tenant-token serve --config rotation.json --data /var/lib/tenant-token
              tenant-token serve --listen 127.0.0.1:8080
            """) { listen };
        CommonOptions common = new CommonOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IPEndPoint endpoint = new(IPAddress.Loopback, 0);
            await using LocalHost host = common.OpenHost(parsed, (services, opened) =>
            {
                endpoint = ListenAddress.Of(parsed.GetValue(listen), opened.Options.Web);
                LocalWeb.AddTo(services, opened.Options.Web, opened.DataPath, endpoint);
            });
            if (!await host.TryDriveAsync(cancellationToken))
            {
                throw new UserErrorException($"Another process drives {host.DataPath}.");
            }

            Terminal terminal = common.OpenTerminal(parsed);
            RotationDriver driver = new(host, approver: null) { Serves = true };
            await TellWhatIsOpenAsync(terminal, host, cancellationToken);
            await using LocalWeb web = await LocalWeb.StartAsync(host, endpoint, cancellationToken);
            TellWhereToSignIn(terminal, host, web);
            terminal.Output.WriteLine($"Serving {host.DataPath}. Ctrl-C stops this program; nothing is lost.");
            await DriveAsync(driver, host, terminal, cancellationToken);
            return ExitCodes.Completed;
        });
        return command;
    }

    /// <summary>Drives open rotations and starts those that the schedules request, until it is stopped.</summary>
    private static async Task DriveAsync(RotationDriver driver, LocalHost host, Terminal terminal, CancellationToken cancellationToken)
    {
        ScheduleTimer schedules = new(host.Get<ScheduleRound>(), host.Engine, host.Get<TimeProvider>(), terminal.Output, terminal.Errors);
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
    }

    private static async Task TellWhatIsOpenAsync(Terminal terminal, LocalHost host, CancellationToken cancellationToken)
    {
        foreach (EnvironmentOptions environment in host.Options.Environments)
        {
            RotationRecord? rotation = await host.Get<RotationLedger>().FindLatestAsync(environment.Id, cancellationToken);
            if (rotation is not null && !rotation.Phase.IsTerminal())
            {
                terminal.Output.WriteLine($"Driving {rotation.RotationId} of {environment.Id}, {rotation.Phase}.");
            }
        }
    }

    private static void TellWhereToSignIn(Terminal terminal, LocalHost host, LocalWeb web)
    {
        ApiKeyFile keys = host.Get<ApiKeyFile>();
        terminal.Output.WriteLine($"Pages and API: {web.Address}. API keys: {keys.Path}.");
        if (keys.IsNew)
        {
            string code = host.Get<SignInCodes>().Create(WebRoles.Emergency);
            terminal.Output.WriteLine(
                $"Sign in, once and within {SignInCodes.Lifetime.TotalMinutes:0} minutes: {new Uri(web.Address, $"/sign-in?code={code}")}");
        }
    }
}
