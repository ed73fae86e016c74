using System.Globalization;
using TenantTokens.Fleet.Targets;
using TenantTokens.Web.Markup;

namespace TenantTokens.Web.Pages;

/// <summary>Shows how many of a rotation's targets are in each state: ten final ones and Pending, which add up to the total.</summary>
internal static class CoverageView
{
    public static Html From(Coverage coverage)
    {
        int done = coverage.Rotated + coverage.AlreadyCurrent;
        IEnumerable<Html> counts = coverage.Lines()
            .SkipLast(1)
            .Select(static line => Count(line.State, line.Count));
        string max = Plain(Math.Max(coverage.Total, 1));
        return Html.From($"""
            <section class="card" aria-labelledby="coverage">
            <h2 id="coverage">Coverage: {done} of {coverage.Total} targets are proved on the new token</h2>
            <ul class="counts">{counts}</ul>
            <progress aria-label="Targets proved on the new token" max="{max}" value="{Plain(done)}"></progress>
            <p class="hint">The eleven counts add up to {coverage.Total}.</p>
            </section>
            """);
    }

    private static Html Count(string state, int count)
    {
        string tone = count is 0 ? "" : Tone(state);
        return Html.From($"""<li class="{tone}"><b>{count}</b><span>{Parts.Words(state)}</span></li>""");
    }

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Tone(string state) => state switch
    {
        nameof(Coverage.Rotated) or nameof(Coverage.AlreadyCurrent) => "good",
        nameof(Coverage.Failed) or nameof(Coverage.Expired) or nameof(Coverage.Inconclusive) => "bad",
        nameof(Coverage.Pending) or nameof(Coverage.Restored) => "",
        _ => "warn",
    };
}
