using System.CommandLine;
using TenantTokens.Local.Following;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Reading;

namespace TenantTokens.Local.Commands;

/// <summary>The report of the last rotation.</summary>
internal static class ReportCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Command command = new("report", """
            Write the report of the environment's last rotation, in Markdown, and print it.

            Example:
              tenant-token report > rotation.md
            """);
        CommonOptions common = new CommonOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using LocalHost host = common.OpenExisting(parsed);
            RotationRecord rotation = await LatestRotation.OfAsync(host, common.EnvironmentOf(parsed, host), cancellationToken);
            string path = await ReportFile.WriteAsync(host, rotation.RotationId, cancellationToken);
            Terminal terminal = common.OpenTerminal(parsed);
            if (terminal.IsJson)
            {
                RotationSnapshot snapshot = await host.Get<RotationReader>().ReadAsync(rotation.RotationId, cancellationToken);
                terminal.Output.WriteDocument(RotationDocument.Of(snapshot, path, host.Get<TimeProvider>().GetUtcNow()).ToJson());
            }
            else
            {
                terminal.Output.WriteDocument(await File.ReadAllTextAsync(path, cancellationToken));
            }

            return ExitCodes.Completed;
        });
        return command;
    }
}
