namespace TenantTokens.Web.Markup;

/// <summary>Text that is already HTML. It is made only from literals of this program and from encoded values.</summary>
internal readonly struct Html
{
    private readonly string? _text;

    private Html(string text) => _text = text;

    /// <summary>Empty HTML.</summary>
    public static Html Nothing => default;

    /// <summary>
    /// Makes HTML from an interpolated string: literals stay as they are, every inserted value is encoded unless it is HTML itself.
    /// </summary>
    public static Html From(HtmlHandler html) => new(html.Take());

    public override string ToString() => _text ?? "";
}
