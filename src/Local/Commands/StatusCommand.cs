using System.CommandLine;
using TenantTokens.Ledger;
using TenantTokens.Local.Following;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;

namespace TenantTokens.Local.Commands;

/// <summary>Where the last rotation stands.</summary>
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
            await using LocalHost host = common.OpenHost(parsed);
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

            terminal.Output.WriteLine($"{rotation.RotationId} of {rotation.EnvironmentId}, asked for by {rotation.RequestedBy}");
            terminal.Output.WriteLine($"{ProgressLine.Of(snapshot)}");
            CoverageText.Write(terminal, snapshot);
            if (WindowText.Of(rotation, host.Options.Environment(rotation.EnvironmentId).Schedule, host.Get<TimeProvider>().GetUtcNow()) is { } window)
            {
                terminal.Output.WriteLine($"{window}");
            }

            if (snapshot.Gate is not null)
            {
                GateText.Write(terminal.Output, snapshot);
            }

            NotificationLines.Write(terminal.Output, snapshot);
            terminal.Output.WriteLine($"{await claim}");
            IReadOnlyList<RotationCommandKind> allowed = CommandRules.Allowed(snapshot.Rotation);
            terminal.Output.WriteLine($"Allowed now: {(allowed.Count == 0 ? "nothing" : string.Join(", ", allowed))}");
            return ExitCodes.Completed;
        });
        return command;
    }
}
