using System.CommandLine;
using Microsoft.Data.Sqlite;
using TenantTokens.Ledger;
using TenantTokens.Local.Engine;
using TenantTokens.Local.Following;
using TenantTokens.Local.Hosting;
using TenantTokens.Surfaces;
using TenantTokens.Tokens;

namespace TenantTokens.Local.Commands;

/// <summary>The program's commands and what applies to all of them: usage errors, one clear line for every other error, Ctrl-C.</summary>
internal static class CommandLine
{
    /// <summary>Runs the command line and returns the exit code (<see cref="ExitCodes"/>).</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="invocation">Where to write, and how long Ctrl-C may take.</param>
    /// <param name="cancellationToken">Stops the command as Ctrl-C does.</param>
    public static async Task<int> RunAsync(string[] args, InvocationConfiguration invocation, CancellationToken cancellationToken = default)
    {
        invocation.EnableDefaultExceptionHandler = false;
        TerminalWriter errors = Terminal.ErrorsOf(invocation);
        ParseResult parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            Command command = parsed.CommandResult.Command;
            errors.WriteLines(parsed.Errors.Select(static error => error.Message).Distinct());
            errors.WriteLine($"See 'tenant-token {(command is RootCommand ? "" : command.Name + " ")}--help'.");
            return ExitCodes.Usage;
        }

        return await InvokeAsync(parsed, invocation, errors, cancellationToken);
    }

    private static async Task<int> InvokeAsync(
        ParseResult parsed, InvocationConfiguration invocation, TerminalWriter errors, CancellationToken cancellationToken)
    {
        try
        {
            return await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (UserErrorException error)
        {
            errors.WriteLines(error.Lines);
            return error.ExitCode;
        }
        catch (Exception named) when (named is LedgerDamagedException or UnsupportedSchemaException)
        {
            errors.WriteLine($"{named.Message}");
            return ExitCodes.Unexpected;
        }
        catch (SqliteException failed)
        {
            errors.WriteLine(
                $"The files of the data directory cannot be read or written (SQLite error {failed.SqliteErrorCode}). "
                + $"Check whether the disk is full or the directory is read-only. Nothing was undone; run the same command again to go"
                + $" on.");
            return ExitCodes.Unexpected;
        }
        catch (OperationCanceledException)
        {
            errors.WriteLine($"Stopped.");
            return ExitCodes.NeedsHuman;
        }
        catch (Exception unexpected)
        {
            string words = new SecretScrubber().Scrub(unexpected.Message);
            errors.WriteLine($"Unexpected {unexpected.GetType().Name}: {words} Nothing was undone; run the same command again to go on.");
            return ExitCodes.Unexpected;
        }
    }

    private static RootCommand Root()
        => new(
            "Rotates the Dynatrace tenant token across a whole fleet without losing monitoring data, and asks a person before the old"
                + " token dies.")
        {
            DemoCommand.Create(),
            SimulateCommand.Create(),
            RotateCommand.Create(),
            PlanCommand.Create(),
            StatusCommand.Create(),
            HostsCommand.Create(),
            ScheduleCommand.Create(),
            VoteCommand.Approve(),
            VoteCommand.Hold(),
            VoteCommand.RollBack(),
            VoteCommand.Decide(),
            OperatorCommand.Abort(),
            OperatorCommand.Resume(),
            OperatorCommand.Adopt(),
            OperatorCommand.Forward(),
            OperatorCommand.Pause(),
            OperatorCommand.Retry(),
            OperatorCommand.Skip(),
            OperatorCommand.Escalate(),
            OperatorCommand.TakeOver(),
            OperatorCommand.Close(),
            RetireCommand.Create(),
            SessionsCommand.Create(),
            ReportCommand.Create(),
            AuditCommand.Create(),
            ServeCommand.Create(),
            LedgerCommand.Create(),
        };
}
