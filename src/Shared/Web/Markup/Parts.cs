using System.Globalization;

namespace TenantTokens.Web.Markup;

/// <summary>What several pages show.</summary>
internal static class Parts
{
    /// <summary>The name of the form field that proves that the form is from our page.</summary>
    public const string ProofField = "antiforgery";

    /// <summary>A time in UTC; a script of ours, if the reader runs it, adds the one of their zone.</summary>
    public static Html Time(DateTimeOffset at)
    {
        string machine = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        string person = at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return Html.From($"""<time datetime="{machine}">{person} UTC</time>""");
    }

    /// <summary>The field of a form that proves that it is from our page.</summary>
    public static Html Proof(string? token) => Html.From($"""<input type="hidden" name="{ProofField}" value="{token}">""");

    /// <summary>One fact of a list of facts.</summary>
    public static Html Fact(string name, Html value) => Html.From($"<div><dt>{name}</dt><dd>{value}</dd></div>");

    /// <summary>One fact in words; nothing when there are none.</summary>
    public static Html Fact(string name, string? value)
        => string.IsNullOrWhiteSpace(value) ? Html.Nothing : Fact(name, Html.From($"{value}"));

    /// <summary>The name of a state or a phase as people write it: <c>AwaitingFinish</c> is "Awaiting finish".</summary>
    public static string Words(string name)
        => string.Concat(name.Select(static (character, index) => index > 0 && char.IsAsciiLetterUpper(character)
            ? $" {char.ToLowerInvariant(character)}"
            : $"{character}"));

    /// <summary>Where something stands, in a coloured frame that also says it.</summary>
    public static Html Badge(string text, string tone) => Html.From($"""<span class="badge {tone}">{text}</span>""");
}
