using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace TenantTokens.Surfaces;

/// <summary>
/// Words in the HTML of mail. A template's words come to it as <see cref="MailText"/> and are then encoded for HTML; letters of all scripts
/// stay letters, so that a mail program that shows the source shows words.
/// </summary>
internal static class MailHtmlText
{
    /// <summary>What encodes every value of a template for HTML.</summary>
    public static HtmlEncoder Encoder { get; } = HtmlEncoder.Create(UnicodeRanges.All);
}
