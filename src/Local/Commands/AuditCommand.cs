using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Local.Following;
using TenantTokens.Local.Hosting;
using TenantTokens.Surfaces;

namespace TenantTokens.Local.Commands;

/// <summary>A whole audit trail.</summary>
internal static class AuditCommand
{
    private const string OfEach = "when, what, who, how they were known, from which address";

    private static readonly string[] _columns = ["when", "what", "by", "via", "address", "times", "last", "plan", "detail"];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<bool> elsewhere = new("--elsewhere") { Description = "List the entries outside rotations: sign-ins, and requests that the"
            + " pages and the API refused." };
        Option<bool> csv = new("--csv") { Description = "Print CSV for a spreadsheet (RFC 4180). A value that a spreadsheet would read as"
            + " a formula gets a leading apostrophe." };
        Command command = new("audit", $"""
            List everything that was done in the environment's last rotation, oldest first: {OfEach}.

            Examples:
              tenant-token audit
              tenant-token audit --elsewhere
              tenant-token audit --csv > rotation.csv
            """) { elsewhere, csv };
        CommonOptions common = new CommonOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using LocalHost host = common.OpenExisting(parsed);
            string trail = parsed.GetValue(elsewhere) ? AuditTrail.Elsewhere
                : (await LatestRotation.OfAsync(host, common.EnvironmentOf(parsed, host), cancellationToken)).RotationId;
            List<AuditEvent> entries = await host.Get<AuditTrail>().ListAsync(trail, cancellationToken).ToListAsync(cancellationToken);
            Terminal terminal = common.OpenTerminal(parsed);
            if (terminal.IsJson)
            {
                terminal.Output.WriteDocument(JsonSerializer.Serialize(entries, DurableJson.Options));
            }
            else if (parsed.GetValue(csv))
            {
                terminal.Output.WriteDocument(
                    string.Join('\n', entries.Select(Cells).Prepend(_columns).Select(static cells => CsvText.Row(cells))));
            }
            else
            {
                entries.ForEach(entry => Write(terminal.Output, entry));
            }

            return ExitCodes.Completed;
        });
        return command;
    }

    private static void Write(TerminalWriter output, AuditEvent entry)
    {
        string known = string.Join(", ", ((string?[])[entry.Via, entry.Address]).OfType<string>());
        output.WriteLine(
            $"{entry.At:u}  {entry.Code,-20}  {entry.By}{(known.Length is 0 ? "" : $" ({known})")}:"
                + $" {entry.Detail}{(entry.LastAt is { } last ? $" ({entry.Times} times, last {last:u})" : "")}");
    }

    private static string?[] Cells(AuditEvent entry) =>
    [
        $"{entry.At:u}",
        entry.Code,
        entry.By,
        entry.Via,
        entry.Address,
        entry.Times.ToString(CultureInfo.InvariantCulture),
        entry.LastAt is { } last ? $"{last:u}" : null,
        entry.PlanHash,
        entry.Detail,
    ];
}
