using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace TenantTokens.Surfaces;

/// <summary>
/// Encodes text for the HTML part of a mail. The text passes <see cref="MailText"/> first. Letters of all scripts stay letters, so that the
/// source stays readable.
/// </summary>
internal static class MailHtmlText
{
    /// <summary>The HTML encoder for every value in a mail template.</summary>
    public static HtmlEncoder Encoder { get; } = HtmlEncoder.Create(UnicodeRanges.All);
}
