namespace TenantTokens.Web.Tests.Hostile;

/// <summary>What somebody writes who wants more of a reader than to be read.</summary>
internal sealed record HostileKind(string Name, Func<string, string> Write)
{
    /// <summary>Text that wants nothing: the shape of a document with it is the shape that every other must have.</summary>
    public static HostileKind Harmless { get; } = new("harmless", static mark => $"{mark} says so");

    /// <summary>The kinds. Every one names the field that it stands in, so that it can be found again.</summary>
    public static IReadOnlyList<HostileKind> All { get; } =
    [
        new(
            "markup",
            static mark =>
                $"{mark} <zz onx=1><script>alert(7)</script>\"><img src=x onerror=alert(7)>'&lt;zz {{{{ link }}}} [red]zz[/] --><!--"),
        new(
            "markdown",
            static mark =>
                $"{mark} [zz](https://zz.example) ![zz](x.png) <https://zz.example> **zz** `zz | zz` ~~zz~~ | zz | $zz$ ^[zz] \\"),
        new(
            "blocks",
            static mark =>
                $"# {mark}\n\n# zz\n\n- zz\n\n    zz\n\n```\nzz\n\n| zz | zz |\n|---|---|\n| zz | zz |\n\n[zz]: https://zz.example\n---\n"),
        new(
            "links",
            static mark =>
                $"{mark} http://zz.example www.zz.example zz.example/a x@zz.example mailto:x@zz.example \\\\zz.example\\s 203.0.113.9"
                    + " zz\u3002example javascript:alert(7)"),
        new(
            "terminal",
            static mark =>
                $"{mark}\u001b[2J\u001b]8;;https://zz.example\u0007zz\u001b]8;;\u0007\u009b31m\b\b\r\u007f\u0085zz\nCompleted: the new"
                    + " token is in force."),
        new(
            "direction",
            static mark => $"{mark}\u202egnp\u2066zz\u2069\u200f\u200e\u061c\u2028zz\u2029zz\u200bz\ufeffz\u00adz\u2060z\U000e0041z"),
        new("formula", static mark => $"=HYPERLINK(\"https://zz.example\",\"{mark}\")"),
        new("formula after a tab", static mark => $"\t+cmd|' /c zz'!A1,{mark}"),
    ];
}
