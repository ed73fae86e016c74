using Spectre.Console;
using TenantTokens.Rotations.Reading;

namespace TenantTokens.Local.Following;

/// <summary>The coverage table.</summary>
internal static class CoverageText
{
    /// <summary>
    /// Writes the counts that are not zero and the total (as a table for a person, else as plain lines), then every target without the new
    /// token.
    /// </summary>
    public static void Write(Terminal terminal, RotationSnapshot snapshot)
    {
        (string State, int Count)[] lines = [.. snapshot.Coverage.Lines().Where(static line => line.Count > 0)];
        if (terminal.IsInteractive)
        {
            Table table = new Table().Border(TableBorder.Rounded).AddColumn("State").AddColumn(new TableColumn("Targets").RightAligned());
            foreach ((string state, int count) in lines)
            {
                table.AddRow(state, $"{count}");
            }

            terminal.Console.Write(table);
        }
        else
        {
            foreach ((string state, int count) in lines)
            {
                terminal.Output.WriteLine($"{state,-16}{count,8}");
            }
        }

        foreach (TenantTokens.Fleet.Targets.TargetRecord target in snapshot.Targets.Where(static target => !target.IsOnNewToken
            && target.State is not (TenantTokens.Fleet.Targets.TargetState.Pending or TenantTokens.Fleet.Targets.TargetState.Restored)))
        {
            terminal.Output.WriteLine($"  {target.Name}: {target.State} ({target.Code}) {target.Message}");
        }
    }
}
