using System.Globalization;

namespace TenantTokens.Web.Markup;

/// <summary>Parts that several pages share.</summary>
internal static class Parts
{
    /// <summary>The name of the form field with the antiforgery token.</summary>
    public const string ProofField = "antiforgery";

    /// <summary>Shows a time in UTC. If the browser runs our script, it adds the reader's local time.</summary>
    public static Html Time(DateTimeOffset at)
    {
        string machine = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        string person = at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return Html.From($"""<time datetime="{machine}">{person} UTC</time>""");
    }

    /// <summary>The hidden form field with the antiforgery token.</summary>
    public static Html Proof(string? token) => Html.From($"""<input type="hidden" name="{ProofField}" value="{token}">""");

    /// <summary>One entry in a list of facts.</summary>
    public static Html Fact(string name, Html value) => Html.From($"<div><dt>{name}</dt><dd>{value}</dd></div>");

    /// <summary>One entry with plain text; empty HTML when the text is empty.</summary>
    public static Html Fact(string name, string? value)
        => string.IsNullOrWhiteSpace(value) ? Html.Nothing : Fact(name, Html.From($"{value}"));

    /// <summary>Writes the name of a state or phase for people: <c>AwaitingFinish</c> becomes "Awaiting finish".</summary>
    public static string Words(string name)
        => string.Concat(name.Select(static (character, index) => index > 0 && char.IsAsciiLetterUpper(character)
            ? $" {char.ToLowerInvariant(character)}"
            : $"{character}"));

    /// <summary>Shows a state as text in a coloured frame.</summary>
    public static Html Badge(string text, string tone) => Html.From($"""<span class="badge {tone}">{text}</span>""");
}
