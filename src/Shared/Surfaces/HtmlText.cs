using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace TenantTokens.Surfaces;

/// <summary>Words on pages. <see cref="TenantTokens.Web.Markup.HtmlHandler"/> calls it, through which every page is written.</summary>
internal static class HtmlText
{
    private static readonly HtmlEncoder _encoder = HtmlEncoder.Create(UnicodeRanges.BasicLatin);

    /// <summary>Encodes words for the content of an element or a quoted attribute.</summary>
    public static string Encode(string? text) => _encoder.Encode(VisibleText.Lines(text));
}
