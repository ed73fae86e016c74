using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace TenantTokens.Surfaces;

/// <summary>
/// Builds a line for a terminal from an interpolated string: the literals stay as they are, every inserted value is encoded.
/// </summary>
[InterpolatedStringHandler]
public readonly struct TerminalHandler(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + (formattedCount * 16));

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted(string? text) => _text.Append(TerminalText.Encode(text));

    public void AppendFormatted<T>(T value, string? format = null) => AppendFormatted(value, 0, format);

    public void AppendFormatted<T>(T value, int alignment, string? format = null)
    {
        string text = TerminalText.Encode(
            value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString());
        _text.Append(alignment < 0 ? text.PadRight(-alignment) : text.PadLeft(alignment));
    }

    public string Take() => _text.ToString();
}
