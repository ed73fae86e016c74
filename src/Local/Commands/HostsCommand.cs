using System.CommandLine;
using System.Text.Json;
using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Local.Following;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;
using TenantTokens.Surfaces;

namespace TenantTokens.Local.Commands;

/// <summary>Every target of the last rotation.</summary>
internal static class HostsCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Command command = new("hosts", """
            List every target of the environment's last rotation with its state.

            Example:
              tenant-token hosts | grep -v Rotated
            """);
        CommonOptions common = new CommonOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using LocalHost host = common.OpenExisting(parsed);
            RotationRecord rotation = await LatestRotation.OfAsync(host, common.EnvironmentOf(parsed, host), cancellationToken);
            IReadOnlyList<TargetRecord> targets = await host.Get<TargetLedger>().ListAsync(rotation.RotationId, cancellationToken);
            Terminal terminal = common.OpenTerminal(parsed);
            if (terminal.IsJson)
            {
                terminal.Output.WriteDocument(JsonSerializer.Serialize(targets, DurableJson.Options));
                return ExitCodes.Completed;
            }

            int width = targets.Select(static target => TerminalText.Encode(target.Name).Length).DefaultIfEmpty().Max();
            foreach (TargetRecord target in targets)
            {
                terminal.Output.WriteLine(
                    $"{TerminalText.Encode(target.Name).PadRight(width)}  {target.State,-14} "
                        + $" {(target.Code is null or "ok" ? "" : $"({target.Code}) ")}{target.Message}{LastSeen.Words(target)}");
            }

            return ExitCodes.Completed;
        });
        return command;
    }
}
