using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using TenantTokens.Surfaces;

namespace TenantTokens.Web.Markup;

/// <summary>
/// Builds <see cref="Html"/> from an interpolated string. Host names, reasons and comments may be hostile: there is no way to insert one
/// unencoded.
/// </summary>
[InterpolatedStringHandler]
internal readonly struct HtmlHandler(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + (formattedCount * 16));

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted(string? text) => _text.Append(HtmlText.Encode(text));

    public void AppendFormatted(Html html) => _text.Append(html.ToString());

    public void AppendFormatted(IEnumerable<Html> html) => _text.AppendJoin("", html);

    public void AppendFormatted(int number) => _text.Append(number.ToString("N0", CultureInfo.InvariantCulture));

    public string Take() => _text.ToString();
}
