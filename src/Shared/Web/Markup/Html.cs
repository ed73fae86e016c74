namespace TenantTokens.Web.Markup;

/// <summary>Text that is HTML already. Made only from literals of this program and from holes that were encoded.</summary>
internal readonly struct Html
{
    private readonly string? _text;

    private Html(string text) => _text = text;

    /// <summary>Nothing.</summary>
    public static Html Nothing => default;

    /// <summary>An interpolated string: its literals as they stand, every hole encoded unless it is HTML itself.</summary>
    public static Html From(HtmlHandler html) => new(html.Take());

    public override string ToString() => _text ?? "";
}
