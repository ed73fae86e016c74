using System.Globalization;
using TenantTokens.Ledger;
using TenantTokens.Web.Markup;

namespace TenantTokens.Web.Pages;

/// <summary>Shows entries of an audit trail, as a table or as a whole page.</summary>
internal static class AuditTable
{
    /// <summary>Writes the entries as a table.</summary>
    public static Html From(string heading, IEnumerable<AuditEvent> entries)
        => Table.From(heading, ["When", "What", "By", "From", "Detail"], entries.Select(static entry => new[]
        {
            Html.From($"{Parts.Time(entry.At)}{Repeated(entry)}"),
            Html.From($"{entry.Code}"),
            Html.From($"{entry.By}{(entry.Via is null ? "" : $" ({entry.Via})")}"),
            Html.From($"{entry.Address}"),
            Html.From($"{entry.Detail}"),
        }));

    /// <summary>Writes one page of the trail.</summary>
    /// <param name="title">The title, which says whose trail it is.</param>
    /// <param name="page">The entries to show.</param>
    public static PageResult Write(string title, AuditPage page)
    {
        Html turn = page.Pages is 1
            ? Html.Nothing
            : Html.From($"""
                <nav aria-label="Pages of the audit trail"><p>Page {page.Number} of {page.Pages}.
                {(page.Number > 1 ? Html.From($"""<a href="?page={Plain(page.Number - 1)}">Newer</a>""") : Html.Nothing)}
                {(page.Number < page.Pages ? Html.From($"""<a href="?page={Plain(page.Number + 1)}">Older</a>""") : Html.Nothing)}</p></nav>
                """);
        return new PageResult(title, Html.From($"""
            <section class="card" aria-labelledby="trail">
            <h1 id="trail">{title}</h1>
            <p class="hint">{page.Total} entries, the newest first.</p>
            {From("trail", page.Entries)}
            {turn}
            </section>
            """));
    }

    private static Html Repeated(AuditEvent entry)
        => entry is { Times: > 1, LastAt: { } last } ? Html.From($", {entry.Times} times, last {Parts.Time(last)}") : Html.Nothing;

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);
}
