using System.Globalization;
using TenantTokens.Approvals;
using TenantTokens.Approvals.Links;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Sending;
using TenantTokens.Rotations.Words;
using TenantTokens.Web.Deciding;
using TenantTokens.Web.Markup;

namespace TenantTokens.Web.Pages;

/// <summary>Shows the state of a rotation, what it waits for, and what was done last.</summary>
internal static class RotationPage
{
    private const int MaxCommands = 100;

    /// <summary>Writes the page.</summary>
    /// <param name="snapshot">The rotation.</param>
    /// <param name="gates">Its gates.</param>
    /// <param name="events">The latest entries of its audit trail, oldest first: see <see cref="LastEvents"/>.</param>
    /// <param name="commands">The antiforgery token for a reader who may give commands; null for others.</param>
    /// <param name="notice">The result of a command; empty when there is none.</param>
    /// <param name="now">The current time (UTC).</param>
    public static PageResult Write(
        RotationSnapshot snapshot,
        IReadOnlyList<GateRecord> gates,
        IReadOnlyList<AuditEvent> events,
        string? commands,
        Html notice,
        DateTimeOffset now)
    {
        RotationRecord rotation = snapshot.Rotation;
        RotationWords words = RotationWords.From(snapshot, now);
        return new PageResult($"{rotation.EnvironmentId} {rotation.RotationId}", Html.From($"""
            <p class="eyebrow">Environment <strong>{rotation.EnvironmentId}</strong></p>
            <h1>Rotation {rotation.RotationId}</h1>
            <p>{Badges(rotation)}</p>
            <p>{words.Now.TrimEnd('.')}. {words.Tokens}</p>
            {notice}
            {(rotation.ParkReason is { } reason ? Parked(reason) : Html.Nothing)}
            {(snapshot.Gate is { } gate ? Asked(rotation, gate, words) : Html.Nothing)}
            <section class="card" aria-labelledby="facts">
            <h2 id="facts">About this rotation</h2>
            <dl>
            {Parts.Fact("Requested by", rotation.RequestedBy)}
            {Parts.Fact("Reason", rotation.Reason ?? "planned")}
            {Parts.Fact("From", Parts.Time(rotation.CreatedAt))}
            {(rotation.EndedAt is { } ended ? Parts.Fact("To", Parts.Time(ended)) : Html.Nothing)}
            {Parts.Fact("Plan", Html.From($"<code>{rotation.PlanHash ?? "not made yet"}</code>"))}
            </dl>
            </section>
            {CoverageView.From(snapshot.Coverage)}
            {CommandsLeft(snapshot.CommandsLeft)}
            {UnclaimedView.From(snapshot.Unclaimed)}
            {Gates(snapshot, gates, now)}
            {(commands is null ? Html.Nothing : Commands(rotation, commands))}
            {Events(rotation, events)}
            """));
    }

    /// <summary>Shows the phase in a coloured frame.</summary>
    public static Html Badges(RotationRecord rotation)
    {
        string tone = rotation.Phase switch
        {
            RotationPhase.Completed => "good",
            RotationPhase.Parked or RotationPhase.AwaitingStart or RotationPhase.AwaitingFinish => "warn",
            _ => "calm",
        };
        return Html.From(
            $"{Parts.Badge(Parts.Words(rotation.Phase.ToString()), tone)}"
                + $" {(rotation.Paused ? Parts.Badge("Paused", "warn") : Html.Nothing)}"
                + $" {(rotation.Emergency ? Parts.Badge("Emergency", "bad") : Html.Nothing)}");
    }

    private static Html Parked(ParkReason reason)
        => Html.From(
            $"""<div class="card note warn"><p><strong>Parked since {Parts.Time(reason.Since)}, waiting for an operator.</strong>"""
                + $""" {reason.Message}</p></div>""");

    private static Html Asked(RotationRecord rotation, GateRecord gate, RotationWords words)
        => Html.From(
            $"""<div class="card note warn"><p><strong>{GateDescriptions.From(gate.Kind).Question}</strong> {words.Waits}"""
                + $""" <a href="{ApprovalLinks.PathOf(rotation.RotationId, gate.GateId)}">Read the gate and decide</a></p></div>""");

    private static Html Gates(RotationSnapshot snapshot, IReadOnlyList<GateRecord> gates, DateTimeOffset now)
    {
        if (gates is [])
        {
            return Html.Nothing;
        }

        IEnumerable<Html[]> rows = gates.OrderByDescending(static gate => gate.OpenedAt).Select(gate =>
        {
            (string state, string tone) = GateWords.State(
                gate,
                gate.GateId == snapshot.Gate?.GateId ? snapshot.GateOutcome : GateOutcome.Undecided,
                now);
            return new[]
            {
                Html.From($"""<a href="{ApprovalLinks.PathOf(snapshot.Rotation.RotationId, gate.GateId)}">{gate.GateId}</a>"""),
                Html.From($"{GateDescriptions.From(gate.Kind).Question}"),
                Parts.Badge(state, tone),
                Parts.Time(gate.OpenedAt),
            };
        });
        return Html.From($"""
            <section class="card" aria-labelledby="gates">
            <h2 id="gates">Gates</h2>
            {Table.From("gates", ["Gate", "Question", "State", "Opened"], rows)}
            </section>
            """);
    }

    private static Html CommandsLeft(IReadOnlyList<RunCommandLeft> left)
    {
        IEnumerable<Html[]> rows = left.Take(MaxCommands).Select(static command => new[]
        {
            Html.From($"{command.Machine}"),
            Html.From($"{command.Target}"),
            Html.From($"{command.Action.ToString()}"),
            Parts.Time(command.SentAt),
            Html.From($"{command.Reason}"),
        });
        string more = left.Count > MaxCommands
            ? $" This page shows the first {MaxCommands.ToString(CultureInfo.InvariantCulture)}; the report lists all of them."
            : "";
        return left is []
            ? Html.Nothing
            : Html.From($"""
                <section class="card note warn" aria-labelledby="commands-left">
                <h2 id="commands-left">Run commands still on machines: {left.Count.ToString(CultureInfo.InvariantCulture)}</h2>
                <p class="hint">The protected parameters of an apply or a restore hold a token until the run command is deleted.{more}</p>
                {Table.From("commands-left", ["Machine", "Sent for", "Action", "Sent", "Why it is still there"], rows)}
                </section>
                """);
    }

    private static Html Commands(RotationRecord rotation, string antiforgery)
    {
        OperatorCommandKind[] allowed = [.. OperatorCommandRules.Allowed(rotation)];
        IEnumerable<Html> buttons = allowed.Select(
            static kind => Html.From($"""<button type="submit" name="command" value="{kind.ToString()}">{kind.ToString()}</button>"""));
        string length = OperatorDesk.MaxReason.ToString(CultureInfo.InvariantCulture);
        return allowed is []
            ? Html.Nothing
            : Html.From($"""
                <section class="card" aria-labelledby="commands">
                <h2 id="commands">Give an operator command</h2>
                <form method="post" action="/rotations/{Uri.EscapeDataString(rotation.RotationId)}/commands">
                {Parts.Proof(antiforgery)}
                <button type="submit" disabled hidden>Enter in the target's field sends nothing</button>
                <label for="reason">Reason</label>
                <p class="hint" id="reason-hint">Goes into the audit trail. Skip and escalate need one.</p>
                <textarea id="reason" name="reason" rows="2" maxlength="{length}" aria-describedby="reason-hint"></textarea>
                <label for="target">Target</label>
                <p class="hint" id="target-hint">For retry and skip: a name such as oneagent/web-03. Retry without one tries
                  everything that failed. For TakeOver: the name of the copy that holds the claim.</p>
                <input id="target" name="target" maxlength="300" autocomplete="off" spellcheck="false" aria-describedby="target-hint">
                <div class="row">{buttons}</div>
                </form>
                </section>
                """);
    }

    private static Html Events(RotationRecord rotation, IReadOnlyList<AuditEvent> events)
        => Html.From($"""
            <section class="card" aria-labelledby="trail">
            <h2 id="trail">Latest audit entries</h2>
            {AuditTable.From("trail", events.Reverse())}
            <p><a href="/rotations/{Uri.EscapeDataString(rotation.RotationId)}/audit">The whole audit trail</a></p>
            </section>
            """);
}
