using Spectre.Console;
using TenantTokens.Surfaces;

namespace TenantTokens.Local.Following;

/// <summary>Encodes text for Spectre.Console markup.</summary>
internal static class TerminalMarkup
{
    /// <summary>Encodes text for the terminal, and so that no bracket in it begins a style.</summary>
#pragma warning disable RS0030 // the one place that may: it has encoded the words before
    public static string From(string? text) => Markup.Escape(TerminalText.Encode(text));
#pragma warning restore RS0030 // everybody else calls the above
}
