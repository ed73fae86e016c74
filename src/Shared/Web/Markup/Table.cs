namespace TenantTokens.Web.Markup;

/// <summary>
/// A table whose rows become small cards in a narrow window, each value beside the name of its column. The roles are said outright: a table
/// that is laid out otherwise would be none to a screen reader.
/// </summary>
internal static class Table
{
    /// <summary>Writes it; the first value of a row names the row.</summary>
    /// <param name="heading">The id of the heading above it.</param>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="rows">The values.</param>
    public static Html From(string heading, string[] columns, IEnumerable<Html[]> rows)
    {
        IEnumerable<Html> heads = columns.Select(static column => Html.From($"""<th role="columnheader" scope="col">{column}</th>"""));
        return Html.From($"""
            <div class="scroll" role="group" aria-labelledby="{heading}" tabindex="0"><table role="table">
            <thead role="rowgroup"><tr role="row">{heads}</tr></thead>
            <tbody role="rowgroup">{rows.Select(row => Row(columns, row))}</tbody>
            </table></div>
            """);
    }

    private static Html Row(string[] columns, Html[] values)
    {
        IEnumerable<Html> others = values.Skip(1)
            .Select((value, index) => Html.From($"""<td role="cell" data-column="{columns[index + 1]}">{value}</td>"""));
        return Html.From($"""<tr role="row"><th role="rowheader" scope="row">{values[0]}</th>{others}</tr>""");
    }
}
