namespace TenantTokens.Surfaces;

/// <summary>
/// Encodes text for CSV that people open in a spreadsheet (RFC 4180): always quoted, on one line. An apostrophe goes before what a
/// spreadsheet would take for a formula (https://owasp.org/www-community/attacks/CSV_Injection).
/// </summary>
public static class CsvText
{
    /// <summary>Encodes one cell.</summary>
    public static string Encode(string? text)
    {
        string line = VisibleText.OneLine(text);
        string cell = line.TrimStart(' ', '\uFFFD', '\u00A0', '\u3000') is ['='
            or '+'
            or '-'
            or '@'
            or '\uFF1D'
            or '\uFF0B'
            or '\uFF0D'
            or '\uFF20', ..]
            ? $"'{line}"
            : line;
        return $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>Encodes one row, without its line end.</summary>
    public static string Row(params IEnumerable<string?> cells) => string.Join(',', cells.Select(Encode));
}
