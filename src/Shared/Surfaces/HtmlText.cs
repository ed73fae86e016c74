using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace TenantTokens.Surfaces;

/// <summary>Encodes text for pages. <see cref="TenantTokens.Web.Markup.HtmlHandler"/>, which writes every page, calls it.</summary>
internal static class HtmlText
{
    private static readonly HtmlEncoder _encoder = HtmlEncoder.Create(UnicodeRanges.BasicLatin);

    /// <summary>Encodes text for the content of an element or a quoted attribute.</summary>
    public static string Encode(string? text) => _encoder.Encode(VisibleText.Lines(text));
}
