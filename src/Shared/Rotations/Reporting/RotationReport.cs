using System.Globalization;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Sending;
using TenantTokens.Rotations.Words;
using TenantTokens.Surfaces;

namespace TenantTokens.Rotations.Reporting;

/// <summary>
/// The report of a rotation in Markdown: the request, the outcome for every target, and everything that was done. It contains no token.
/// </summary>
public sealed class RotationReport(RotationReader reader, AuditTrail audit, TimeProvider time)
{
    /// <summary>Writes the report. A rotation that is still open gets one as well.</summary>
    public async Task<string> WriteAsync(string rotationId, CancellationToken cancellationToken)
    {
        RotationSnapshot snapshot = await reader.ReadAsync(rotationId, cancellationToken);
        MarkdownWriter text = new();
        WriteHead(text, snapshot, time.GetUtcNow());
        WriteCoverage(text, snapshot.Coverage);
        WriteCommandsLeft(text, snapshot.CommandsLeft);
        WriteUnclaimed(text, snapshot.Unclaimed);
        WriteTargets(text, snapshot.Targets);
        text.Heading(2, "Audit trail");
        text.Head("When (UTC)", "What", "By", "Detail", "How known", "From");
        await foreach (AuditEvent entry in audit.ListAsync(rotationId, cancellationToken))
        {
            text.Row(Times(entry), entry.Code, entry.By, entry.Detail, entry.Via, entry.Address);
        }

        return text.ToString();
    }

    private static void WriteHead(MarkdownWriter text, RotationSnapshot snapshot, DateTimeOffset now)
    {
        RotationRecord rotation = snapshot.Rotation;
        text.Heading(1, $"Tenant token rotation {rotation.RotationId}");
        text.Head("", "");
        text.Row("Environment", rotation.EnvironmentId);
        text.Row("Phase", rotation.Phase.ToString());
        RotationWords words = RotationWords.From(snapshot, now);
        text.Row("Status", $"{words.Now.TrimEnd('.')}. {words.Tokens} {words.Waits}");
        if (rotation.ParkReason is { } hold)
        {
            text.Row("Parked", $"{hold.Code}: {hold.Message}");
        }

        text.Row("Requested by", rotation.RequestedBy);
        text.Row("Reason", rotation.Reason ?? (rotation.Emergency ? "" : "planned"));
        text.Row("From", Time(rotation.CreatedAt));
        text.Row("To", rotation.EndedAt is { } ended ? Time(ended) : "still open");
        text.Row("Plan", rotation.PlanHash ?? "none");
        text.Row("Old token (fingerprint)", rotation.OldToken?.Fingerprint ?? "not read");
        text.Row("New token (fingerprint)", rotation.NewToken?.Fingerprint ?? "none");
        if (rotation.GatewayTokenDiffers is true)
        {
            text.Row(
                "ActiveGate installers",
                "get a different token than OneAgent installers: in-cluster ActiveGates cannot be trusted to be on the new one");
        }

        text.End();
        WriteList(text, "Problems", snapshot.Plan?.Problems);
        WriteList(text, "Warnings", snapshot.Plan?.Warnings);
    }

    private static void WriteList(MarkdownWriter text, string title, IReadOnlyList<string>? lines)
    {
        if (lines is not { Count: > 0 })
        {
            return;
        }

        text.Heading(2, title);
        foreach (string line in lines)
        {
            text.Item(line);
        }

        text.End();
    }

    private static void WriteCoverage(MarkdownWriter text, Coverage coverage)
    {
        text.Heading(2, "Coverage");
        text.Head("State", "#Targets");
        foreach ((string state, int count) in coverage.Lines())
        {
            text.Row(state, count.ToString(CultureInfo.InvariantCulture));
        }

        text.End();
    }

    private static void WriteCommandsLeft(MarkdownWriter text, IReadOnlyList<RunCommandLeft> left)
    {
        if (left.Count == 0)
        {
            return;
        }

        text.Heading(2, "Run commands still on machines");
        text.Paragraph("The protected parameters of an apply or a restore hold a token until the run command is deleted.");
        text.Head("Machine", "Sent for", "Action", "Sent (UTC)", "Why it is still there");
        foreach (RunCommandLeft command in left)
        {
            text.Row(command.Machine, command.Target, command.Action.ToString(), Time(command.SentAt), command.Reason);
        }

        text.End();
    }

    private static void WriteUnclaimed(MarkdownWriter text, IReadOnlyList<UnclaimedMachine> machines)
    {
        if (machines.Count == 0)
        {
            return;
        }

        int clear = machines.Count(static machine => machine.IsClear);
        text.Heading(2, "Machines that no agent claims");
        text.Paragraph(string.Create(
            CultureInfo.InvariantCulture,
            $"{machines.Count} machines in scope: {clear} carry no component of this environment, as their probes show;"
                + $" {machines.Count - clear} were not probed."));
        text.Head("Machine", "Probed", "Detail");
        foreach (UnclaimedMachine machine in machines)
        {
            text.Row(machine.Name, machine.IsClear ? "yes, clear" : "no", machine.Reason);
        }

        text.End();
    }

    private static void WriteTargets(MarkdownWriter text, IReadOnlyList<TargetRecord> targets)
    {
        text.Heading(2, "Targets");
        text.Head("Target", "State", "Proved on the host", "Online", "Detail");
        foreach (TargetRecord target in targets)
        {
            string online = target.Online switch { true => "yes", false => "no", null => "not asked" };
            text.Row(
                target.Name,
                target.State.ToString(),
                target.ProvedAt is { } proved ? Time(proved) : "no",
                online,
                target.Message ?? target.Code ?? "");
        }

        text.End();
    }

    private static string Times(AuditEvent entry)
        => entry.LastAt is { } last
            ? string.Create(CultureInfo.InvariantCulture, $"{Time(entry.At)}, {entry.Times} times, last {Time(last)}")
            : Time(entry.At);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
