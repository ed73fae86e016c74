using System.Globalization;
using System.Text;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Words;

namespace TenantTokens.Ledger;

/// <summary>The report of a rotation in Markdown: what was asked, what came of every target, and everything that was done. Holds no token.</summary>
public sealed class RotationReport(RotationReader reader, AuditTrail audit, TimeProvider time)
{
    /// <summary>Writes the report.</summary>
    public async Task<string> WriteAsync(string rotationId, CancellationToken cancellationToken)
    {
        RotationSnapshot snapshot = await reader.ReadAsync(rotationId, cancellationToken);
        StringBuilder text = new();
        WriteHead(text, snapshot, time.GetUtcNow());
        WriteCoverage(text, snapshot.Coverage);
        WriteCommandsLeft(text, snapshot.CommandsLeft);
        WriteUnclaimed(text, snapshot.Unclaimed);
        WriteTargets(text, snapshot.Targets);
        text.AppendLine("## Audit trail").AppendLine().AppendLine("| When (UTC) | What | By | Detail |").AppendLine("|---|---|---|---|");
        await foreach (AuditEvent entry in audit.ListAsync(rotationId, cancellationToken))
        {
            Row(text, Time(entry.At), entry.Code, entry.By, entry.Detail);
        }

        return text.ToString();
    }

    private static void WriteHead(StringBuilder text, RotationSnapshot snapshot, DateTimeOffset now)
    {
        RotationRecord rotation = snapshot.Rotation;
        text.AppendLine(CultureInfo.InvariantCulture, $"# Tenant token rotation {rotation.RotationId}").AppendLine();
        text.AppendLine("| | |").AppendLine("|---|---|");
        Row(text, "Environment", rotation.EnvironmentId);
        Row(text, "Phase", rotation.Phase.ToString());
        RotationWords words = RotationWords.Of(snapshot, now);
        Row(text, "Where it stands", $"{words.Now.TrimEnd('.')}. {words.Tokens} {words.Waits}");
        if (rotation.Hold is { } hold)
        {
            Row(text, "Parked", $"{hold.Code}: {hold.Message}");
        }

        Row(text, "Asked for by", rotation.RequestedBy);
        Row(text, "Reason", rotation.Reason ?? (rotation.Emergency ? "" : "planned"));
        Row(text, "From", Time(rotation.CreatedAt));
        Row(text, "To", rotation.EndedAt is { } ended ? Time(ended) : "still open");
        Row(text, "Plan", rotation.PlanHash ?? "none");
        Row(text, "Old token (fingerprint)", rotation.OldToken?.Fingerprint ?? "not read");
        Row(text, "New token (fingerprint)", rotation.NewToken?.Fingerprint ?? "none");
        if (rotation.GatewayTokenDiffers is true)
        {
            Row(text, "ActiveGate installers", "get another token than OneAgent installers: in-cluster ActiveGates cannot be trusted to be on the new one");
        }

        text.AppendLine();
        WriteList(text, "Problems", snapshot.Plan?.Problems);
        WriteList(text, "Warnings", snapshot.Plan?.Warnings);
    }

    private static void WriteList(StringBuilder text, string title, IReadOnlyList<string>? lines)
    {
        if (lines is not { Count: > 0 })
        {
            return;
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"## {title}").AppendLine();
        foreach (string line in lines)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {line}");
        }

        text.AppendLine();
    }

    private static void WriteCoverage(StringBuilder text, Coverage coverage)
    {
        text.AppendLine("## Coverage").AppendLine().AppendLine("| State | Targets |").AppendLine("|---|---:|");
        foreach ((string state, int count) in coverage.Lines())
        {
            Row(text, state, count.ToString(CultureInfo.InvariantCulture));
        }

        text.AppendLine();
    }

    private static void WriteCommandsLeft(StringBuilder text, IReadOnlyList<CommandLeft> left)
    {
        if (left.Count == 0)
        {
            return;
        }

        text.AppendLine("## Run commands still on machines").AppendLine();
        text.AppendLine("Protected parameters of an apply or a restore hold a token until the run command is deleted.").AppendLine();
        text.AppendLine("| Machine | Sent for | Action | Sent (UTC) | Why it is still there |").AppendLine("|---|---|---|---|---|");
        foreach (CommandLeft command in left)
        {
            Row(text, command.Machine, command.Target, command.Action.ToString(), Time(command.SentAt), command.Reason);
        }

        text.AppendLine();
    }

    private static void WriteUnclaimed(StringBuilder text, IReadOnlyList<UnclaimedMachine> machines)
    {
        if (machines.Count == 0)
        {
            return;
        }

        int clear = machines.Count(static machine => machine.IsClear);
        text.AppendLine("## Machines that no agent claims").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{machines.Count} machines in scope: {clear} carry no component of this environment, as their probes say; {machines.Count - clear} were not looked into.").AppendLine();
        text.AppendLine("| Machine | Looked into | Detail |").AppendLine("|---|---|---|");
        foreach (UnclaimedMachine machine in machines)
        {
            Row(text, machine.Name, machine.IsClear ? "yes, clear" : "no", machine.Reason);
        }

        text.AppendLine();
    }

    private static void WriteTargets(StringBuilder text, IReadOnlyList<TargetRecord> targets)
    {
        text.AppendLine("## Targets").AppendLine().AppendLine("| Target | State | Proved on the host | Online | Detail |").AppendLine("|---|---|---|---|---|");
        foreach (TargetRecord target in targets)
        {
            string online = target.Online switch { true => "yes", false => "no", null => "not asked" };
            Row(text, target.Name, target.State.ToString(), target.ProvedAt is { } proved ? Time(proved) : "no", online, target.Message ?? target.Code ?? "");
        }

        text.AppendLine();
    }

    private static void Row(StringBuilder text, params ReadOnlySpan<string> cells)
    {
        foreach (string cell in cells)
        {
            text.Append("| ").Append(cell.Replace('|', '/').ReplaceLineEndings(" ")).Append(' ');
        }

        text.AppendLine("|");
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
