using System.Globalization;
using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Words;
using TenantTokens.Web.Deciding;
using TenantTokens.Web.Markup;

namespace TenantTokens.Web.Pages;

/// <summary>
/// The page on which approvers read and decide a gate. It shows everything that they need, and every button says what it does.
/// </summary>
internal static class GatePage
{
    /// <summary>The number of exceptions on one page.</summary>
    public const int ExceptionsPerPage = 100;

    private const int MaxStaleHosts = 50;

    /// <summary>Writes the page.</summary>
    /// <param name="view">The gate and its rotation.</param>
    /// <param name="ballot">Who decides and which choices they have; null for a reader.</param>
    /// <param name="notice">Why the reader cannot decide, or the result of their vote; empty when there is nothing to say.</param>
    /// <param name="page">Which page of the exceptions, from 1.</param>
    /// <param name="linkToken">The token of the reader's link, kept while they turn pages; null without a link.</param>
    public static PageResult Write(GateView view, Ballot? ballot, Html notice, int page, string? linkToken)
    {
        string question = GateDescriptions.From(view.Gate.Kind).Question;
        (string state, string tone) = GateWords.State(view.Gate, view.Outcome, view.Now);
        Html rotation = Link(view.Rotation);
        return new PageResult($"{question} {view.Rotation.EnvironmentId}", Html.From($"""
            <p class="eyebrow">Environment <strong>{view.Rotation.EnvironmentId}</strong> · {rotation} · gate {view.Gate.GateId}</p>
            <h1>{question}</h1>
            <p>{Parts.Badge(state, tone)} {(view.Gate.Emergency ? Parts.Badge("Emergency", "bad") : Html.Nothing)}</p>
            {notice}
            {NotNotified(view.Gate)}
            {Unreachable(view.Gate)}
            {Overdue(view)}
            {Why(view)}
            {CoverageView.From(view.Coverage)}
            {Exceptions(view, page, linkToken)}
            {Stale(view.Targets)}
            {UnclaimedView.From(view.Unclaimed)}
            {(ballot is null ? Html.Nothing : ballot.Write(view.Gate, TokenWords.From(view.Rotation)))}
            """));
    }

    private static Html Link(RotationRecord rotation)
        => Html.From($"""<a href="/rotations/{Uri.EscapeDataString(rotation.RotationId)}">rotation {rotation.RotationId}</a>""");

    private static Html NotNotified(GateRecord gate)
        => gate.NobodyTold is { } reason && gate.Outcome is null
            ? Html.From(
                $"""<div class="card note bad" role="alert"><p><strong>No approver was notified of this gate.</strong> {reason}"""
                    + $""" Tell the approvers yourself.</p></div>""")
            : Html.Nothing;

    private static Html Unreachable(GateRecord gate)
        => gate.Outcome is null && GateTally.WhyUnreachable(gate) is { } why
            ? Html.From(
                $"""<div class="card note bad" role="alert"><p><strong>The approvers cannot decide this gate as it is configured."""
                    + $"""</strong> {why}</p></div>""")
            : Html.Nothing;

    private static Html Overdue(GateView view)
        => view is { Gate.Deadline: { } deadline, Outcome: GateOutcome.Held } && view.Gate.IsOverdueAt(view.Now)
            ? Html.From(
                $"""<div class="card note warn"><p><strong>The deadline has passed: {Parts.Time(deadline)}.</strong>"""
                    + $""" The gate counts as held until it is decided: nothing happens,"""
                    + $""" {TokenWords.Stay(TokenWords.From(view.Rotation))}."""
                    + $""" You can still decide it, with the same effect as before the deadline.</p></div>""")
            : Html.Nothing;

    private static Html Why(GateView view)
    {
        GateRecord gate = view.Gate;
        IEnumerable<Html> votes = view.Votes.OrderBy(static vote => vote.At).Select(static vote =>
            Html.From(
                $"<li>{vote.By}: <strong>{GateWords.Name(vote.Choice)}</strong>,"
                    + $" {Parts.Time(vote.At)}{(vote.Comment is null ? "" : $": {vote.Comment}")}</li>"));
        Html cast = view.Votes.Count is 0
            ? Html.Nothing
            : Html.From($"""<div class="wide"><dt>Votes so far</dt><dd><ul>{votes}</ul></dd></div>""");
        return Html.From($"""
            <section class="card" aria-labelledby="why">
            <h2 id="why">Why you are asked</h2>
            <dl>
            {Parts.Fact("Requested by", view.Rotation.RequestedBy)}
            {Parts.Fact("Reason", view.Rotation.Reason ?? (view.Rotation.Emergency ? "an emergency" : "a planned rotation"))}
            {Parts.Fact("Open since", Parts.Time(gate.OpenedAt))}
            {(gate.Deadline is { } deadline ? Deadline(deadline, gate.IsOverdueAt(view.Now)) : Html.Nothing)}
            {Parts.Fact("Plan shown here", Html.From($"<code>{gate.PlanHash}</code>"))}
            {Parts.Fact("Needed", $"{GateWho.From(gate)}. They must choose the same. A single hold keeps the gate held.")}
            {Parts.Fact("Tokens", TokenWords.Sentence(TokenWords.From(view.Rotation)))}
            {(gate.Why is null ? Html.Nothing : Html.From($"""<div class="wide"><dt>What happened</dt><dd>{gate.Why}</dd></div>"""))}
            {cast}
            </dl>
            </section>
            """);
    }

    private static Html Deadline(DateTimeOffset deadline, bool hasPassed)
    {
        string then = hasPassed ? "This time has passed." : "After that the gate counts as held.";
        return Parts.Fact("Please decide by", Html.From($"{Parts.Time(deadline)} {then}"));
    }

    private static Html Exceptions(GateView view, int page, string? linkToken)
    {
        int total = view.Rest.Count;
        if (total is 0)
        {
            return Html.From($"""
                <section class="card" aria-labelledby="rest">
                <h2 id="rest">No exceptions</h2>
                <p>With an approval you accept no target by name.</p>
                </section>
                """);
        }

        int pages = (total + ExceptionsPerPage - 1) / ExceptionsPerPage;
        int shown = Math.Clamp(page, 1, pages);
        IEnumerable<Html[]> rows = view.Rest.Skip((shown - 1) * ExceptionsPerPage).Take(ExceptionsPerPage).Select(static item =>
            new[] { Html.From($"{item.Name}"), Parts.Badge(Parts.Words(item.State), "warn"), Html.From($"{item.Reason}") });
        string keep = linkToken is null ? "" : $"&link={Uri.EscapeDataString(linkToken)}";
        Html turn = pages is 1
            ? Html.Nothing
            : Html.From($"""
                <nav aria-label="Pages of exceptions"><p>Page {shown} of {pages}.
                {(shown > 1 ? Html.From($"""<a href="?page={Plain(shown - 1)}{keep}">Previous</a>""") : Html.Nothing)}
                {(shown < pages ? Html.From($"""<a href="?page={Plain(shown + 1)}{keep}">Next</a>""") : Html.Nothing)}</p></nav>
                """);
        return Html.From($"""
            <section class="card" aria-labelledby="rest">
            <h2 id="rest">Exceptions: {total}</h2>
            <p>These targets are not proved to be safe. Whoever approves accepts each of them by name.</p>
            {Table.From("rest", ["Target", "State", "Reason"], rows)}
            {turn}
            </section>
            """);
    }

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Html Stale(IReadOnlyList<TargetRecord> targets)
    {
        TargetRecord[] stale =
        [
            .. targets.Where(static target => target.Stale is { Count: > 0 }).OrderByDescending(static target => target.Stale!.Count),
        ];
        if (stale is [])
        {
            return Html.Nothing;
        }

        IEnumerable<Html[]> rows = stale.Take(MaxStaleHosts).Select(static target =>
            new[]
            {
                Html.From($"{target.Name}"),
                Html.From($"{target.Stale!.Count}"),
                Html.From($"{string.Join(", ", target.Stale.Names)}{(target.Stale.Count > target.Stale.Names.Count ? " and others" : "")}"),
            });
        return Html.From($"""
            <section class="card" aria-labelledby="stale">
            <h2 id="stale">Processes that still use the old token</h2>
            <p>These processes started before the change. When the old token dies, Dynatrace stops monitoring them until they restart.</p>
            {Table.From("stale", ["Host", "Processes", "First names"], rows)}
            {(stale.Length > MaxStaleHosts ? Html.From($"<p>And {stale.Length - MaxStaleHosts} more hosts.</p>") : Html.Nothing)}
            </section>
            """);
    }
}
