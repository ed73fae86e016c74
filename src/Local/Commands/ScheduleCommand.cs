using System.CommandLine;
using TenantTokens.Configuration.Options;
using TenantTokens.Local.Following;
using TenantTokens.Local.Hosting;
using TenantTokens.Scheduling;

namespace TenantTokens.Local.Commands;

/// <summary>Shows when each environment's token is rotated automatically, and why it is or is not due.</summary>
internal static class ScheduleCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Command command = new("schedule", """
            Show when each environment is due for a rotation, and why it is or is not due now. Changes nothing; 'serve' starts what is due.

            Example:
              tenant-token schedule --json
            """);
        CommonOptions common = new CommonOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using LocalHost host = common.OpenExisting(parsed);
            List<ScheduleView> views = [];
            foreach (EnvironmentOptions environment in common.EnvironmentsOf(parsed, host))
            {
                views.Add(await host.Get<ScheduleReader>().ReadAsync(environment.Id, cancellationToken));
            }

            Terminal terminal = common.OpenTerminal(parsed);
            if (terminal.IsJson)
            {
                terminal.Output.WriteDocument(ScheduleDocument.Of(views).ToJson());
                return ExitCodes.Completed;
            }

            foreach (ScheduleView view in views)
            {
                ScheduleText.Write(terminal.Output, view);
            }

            return ExitCodes.Completed;
        });
        return command;
    }
}
