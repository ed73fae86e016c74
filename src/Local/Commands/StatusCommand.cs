using System.CommandLine;
using TenantTokens.Local.Following;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Reading;

namespace TenantTokens.Local.Commands;

/// <summary>Shows the state of the last rotation.</summary>
internal static class StatusCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Command command = new("status", """
            Show where the environment's last rotation stands, what it waits for and what may be done.

            Example:
              tenant-token status --json
            """);
        CommonOptions common = new CommonOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using LocalHost host = common.OpenExisting(parsed);
            RotationRecord rotation = await LatestRotation.OfAsync(host, common.EnvironmentOf(parsed, host), cancellationToken);
            RotationSnapshot snapshot = await host.Get<RotationReader>().ReadAsync(rotation.RotationId, cancellationToken);
            Terminal terminal = common.OpenTerminal(parsed);
            Task<string> claim = ClaimLine.ReadAsync(host, rotation, cancellationToken);
            if (terminal.IsJson)
            {
                RotationDocument document = RotationDocument.Of(snapshot, null, host.Get<TimeProvider>().GetUtcNow());
                terminal.Output.WriteDocument((document with { Claim = await claim }).ToJson());
                return ExitCodes.Completed;
            }

            DateTimeOffset now = host.Get<TimeProvider>().GetUtcNow();
            StatusText.Write(terminal.Output, snapshot, now);
            CoverageText.Write(terminal, snapshot);
            if (WindowText.Of(rotation, host.Options.Environment(rotation.EnvironmentId).Schedule, now) is { } window)
            {
                terminal.Output.WriteLine($"{window}");
            }

            NotificationLines.Write(terminal.Output, snapshot);
            terminal.Output.WriteLine($"{await claim}");
            return ExitCodes.Completed;
        });
        return command;
    }
}
