namespace TenantTokens.Web.Markup;

/// <summary>
/// Writes a table whose rows become small cards in a narrow window, with the column's name beside each value. The ARIA roles are explicit:
/// without them, a table with another layout is not a table to a screen reader.
/// </summary>
internal static class Table
{
    /// <summary>Writes the table. The first value of a row is the row's header.</summary>
    /// <param name="heading">The id of the heading above it.</param>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="rows">The values of each row.</param>
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
