using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TenantTokens.Local.Hosting;
using TenantTokens.Surfaces;

namespace TenantTokens.Web.Tests.Hostile;

/// <summary>The encoders one by one, with what each of them must and must not change.</summary>
public sealed class EncoderTests
{
    private const int Tries = 20_000;

    // What attackers build with, and letters to put between.
    private static readonly string[] _pieces =
    [
        "<",
        ">",
        "[",
        "]",
        "(",
        ")",
        "!",
        "`",
        "``",
        "|",
        "\\",
        "*",
        "_",
        "~",
        "#",
        "-",
        "+",
        "=",
        "&",
        ";",
        "\"",
        "'",
        "$",
        "^",
        "{",
        "}",
        ":",
        "/",
        "//",
        "@",
        ".",
        ",",
        " ",
        "\n",
        "\t",
        "\r",
        "1.",
        "0.5",
        "zz",
        "a",
        "www.",
        "http:",
        "://",
        "zz.example",
        "x@",
        "script",
        "img src=x",
        "&lt;",
        "&#60;",
        "\u001b[31m",
        "\u202e",
        "\u2028",
        "\ufeff",
        "\ud83d",
        "\u3002",
        "\uff0e",
        "\u00e9",
        "<!--",
        "-->",
        "---",
    ];

    [Theory]
    [InlineData("https://evil.example/now", "https[:]//evil[.]example/now")]
    [InlineData("see www.evil.example.", "see www[.]evil[.]example.")]
    [InlineData("evil.example", "evil[.]example")]
    [InlineData("x@evil.example", "x[@]evil[.]example")]
    [InlineData("mailto:x", "mailto[:]x")]
    [InlineData("javascript:alert(1)", "javascript[:]alert(1)")]
    [InlineData("10.0.0.5 and 203.0.113.9/x", "10[.]0[.]0[.]5 and 203[.]0[.]113[.]9/x")]
    [InlineData("evil\u3002example evil\uff0eexample", "evil[.]example evil[.]example")]
    [InlineData("\\\\evil\\share", "[\\]\\evil\\share")]
    [InlineData("1.2.evil", "1[.]2[.]evil")]
    public void A_mail_program_finds_nothing_to_make_a_link_of(string text, string shown) => Assert.Equal(shown, MailText.Encode(text));

    [Theory]
    [InlineData("oneagent/web-03: Failed: exit 40. Try again.")]
    [InlineData("0.5 per minute; 12.75%, at 12:00:00Z, in 3.5.")]
    [InlineData("Deadline 2026-03-04 12:00:00Z; then it is held ...")]
    [InlineData("a.\u0020b and c :d @ e")]
    public void Words_that_no_mail_program_makes_a_link_of_stay_as_they_are(string text) => Assert.Equal(text, MailText.Encode(text));

    [Theory]
    [InlineData("web-03", "web-03")]
    [InlineData("oneagent/web_03", "oneagent/web_03")]
    [InlineData("Nothing is lost (yet): wait.", "Nothing is lost (yet): wait.")]
    [InlineData("web-03.contoso.example", "`web-03.contoso.example`")]
    [InlineData("a | b `c`", "`a \u00A6 b 'c'`")]
    [InlineData("_zz_", "`_zz_`")]
    [InlineData("1. zz", "`1. zz`")]
    [InlineData("ii) zz", "`ii) zz`")]
    [InlineData("Wait. zz", "Wait. zz")]
    [InlineData("- zz", "`- zz`")]
    [InlineData("a\nb", "a b")]
    [InlineData("", "")]
    public void A_report_keeps_plain_words_and_puts_all_else_into_a_code_span(string text, string shown)
        => Assert.Equal(shown, MarkdownText.From(text).ToString());

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(1)", "\"'@SUM(1)\"")]
    [InlineData("\t=1", "\"' =1\"")]
    [InlineData("\r=1", "\"' =1\"")]
    [InlineData("\uFF1D1", "\"'\uFF1D1\"")]
    [InlineData("\u200b=1", "\"'\uFFFD=1\"")]
    [InlineData("a \"b\"", "\"a \"\"b\"\"\"")]
    [InlineData("a\nb,c", "\"a b,c\"")]
    [InlineData("1=1", "\"1=1\"")]
    public void A_spreadsheet_finds_no_formula(string text, string cell) => Assert.Equal(cell, CsvText.Encode(text));

    [Theory]
    [InlineData("**zz** [zz](x) _zz_ web_03", "\u2217\u2217zz\u2217\u2217 (zz)(x) \uFF3Fzz\uFF3F web_03")]
    [InlineData("# zz", "\u00B7 # zz")]
    [InlineData("1. zz", "\u00B7 1. zz")]
    [InlineData("x@zz.example", "x(@)zz(.)example")]
    public void A_card_finds_no_markdown(string text, string shown) => Assert.Equal(shown, CardText.Encode(text));

    [Theory]
    [InlineData("a\u001b[2Jb", "a\uFFFD[2Jb")]
    [InlineData("a\r\nCompleted.", "a Completed.")]
    [InlineData("a\u202eb\u009bc", "a\uFFFDb\uFFFDc")]
    [InlineData("a\U000e0041\ufe0f\u3164b", "a\uFFFD\uFFFD\uFFFDb")]
    [InlineData("\u6f22\u5b57 \u00e9 \ud83d\ude00", "\u6f22\u5b57 \u00e9 \ud83d\ude00")]
    public void A_terminal_and_a_log_show_what_was_hidden_and_keep_letters_of_all_scripts(string text, string shown)
        => Assert.Equal((shown, shown), (TerminalText.Encode(text), LogText.Encode(text)));

    [Fact]
    public void Half_a_pair_is_shown_as_what_it_is() => Assert.Equal("a\uFFFDb", VisibleText.OneLine("a\ud83db"));

    [Fact]
    public void A_line_for_the_terminal_encodes_every_hole_and_no_literal()
    {
        using StringWriter said = new();
        TerminalWriter writer = new(said);
        string hostile = "\u001b[31m\nx";

        writer.WriteLine($"a\tb {hostile} {hostile,8}{7,3}|{(object)hostile}");

        Assert.Equal($"a\tb \uFFFD[31m x  \uFFFD[31m x  7|\uFFFD[31m x{Environment.NewLine}", said.ToString());
    }

    [Fact]
    public void The_log_of_this_machine_writes_one_line_for_a_message_with_its_exception()
    {
        using StringWriter said = new();
        LogEntry<string> entry = new(
            LogLevel.Error,
            "Engine",
            7,
            "a\u001b[31m\nCompleted.",
            new InvalidOperationException("b\u009b\nc"),
            static (text, _) => text);

        new LogTextFormatter().Write(entry, null, said);

        Assert.Equal(
            $"fail: Engine[7] a\uFFFD[31m Completed. System.InvalidOperationException: b\uFFFD c{Environment.NewLine}",
            said.ToString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_an_attacker_puts_together_the_report_keeps_its_shape(int seed)
    {
        Random random = new(seed);
        string expected = SurfaceRules.ShapeOf(Report("zz"));
        for (int number = 0; number < Tries; number++)
        {
            string text = Build(random);
            ShownDocument report = Report(text);
            Assert.True(SurfaceRules.ShapeOf(report) == expected && !SurfaceRules.ProblemsOf(report).Any(), $"{text}\n{report.Text}");
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Whatever_an_attacker_puts_together_a_mail_a_card_and_a_table_hold_words_only(int seed)
    {
        Random random = new(seed);
        for (int number = 0; number < Tries; number++)
        {
            string text = Build(random);
            foreach (ShownDocument document in (ShownDocument[])
            [
                new(Surface.MailText, "line", MailText.Encode(text)),
                new(Surface.MailHtml, "line", MailHtmlText.Encoder.Encode(MailText.Encode(text))),
                new(Surface.Html, "line", HtmlText.Encode(text)),
                new(Surface.Card, "line", System.Text.Json.JsonSerializer.Serialize(CardText.Encode(text))),
                new(Surface.Terminal, "line", TerminalText.Encode(text)),
                new(Surface.Csv, "line", $"{CsvText.Row(text, text)}\n"),
            ])
            {
                string[] problems = [.. SurfaceRules.ProblemsOf(document)];
                Assert.True(problems is [], $"{document.Surface}: {string.Join(", ", problems)}: {text} -> {document.Text}");
            }
        }
    }

    /// <summary>A rule that finds nothing in raw words could not fail.</summary>
    [Theory]
    [InlineData(Surface.Html, "markup")]
    [InlineData(Surface.MailHtml, "markup")]
    [InlineData(Surface.Markdown, "markup")]
    [InlineData(Surface.Markdown, "markdown")]
    [InlineData(Surface.Markdown, "links")]
    [InlineData(Surface.MailText, "links")]
    [InlineData(Surface.MailHtml, "links")]
    [InlineData(Surface.Card, "markdown")]
    [InlineData(Surface.Card, "links")]
    [InlineData(Surface.Terminal, "terminal")]
    [InlineData(Surface.Terminal, "direction")]
    [InlineData(Surface.Log, "direction")]
    [InlineData(Surface.Csv, "formula")]
    [InlineData(Surface.Csv, "formula after a tab")]
    internal void Raw_words_are_found(Surface surface, string kind)
    {
        string raw = HostileKind.All.Single(one => one.Name == kind).Write("Q");
        string text = surface switch
        {
            Surface.Card => System.Text.Json.JsonSerializer.Serialize(raw),
            Surface.Csv => $"\"{raw.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n",
            _ => raw,
        };
        Assert.NotEmpty(SurfaceRules.ProblemsOf(new(surface, "raw", text)));
    }

    [Fact]
    public void Raw_blocks_change_the_shape_of_a_report()
    {
        string raw = HostileKind.All.Single(static one => one.Name == "blocks").Write("Q");
        Assert.NotEqual(
            SurfaceRules.ShapeOf(Report("zz")),
            SurfaceRules.ShapeOf(Report("zz") with { Text = Report("zz").Text.Replace("zz", raw, StringComparison.Ordinal) }));
    }

    private static ShownDocument Report(string text)
    {
        MarkdownWriter writer = new();
        writer.Heading(1, $"x {text}");
        writer.Item(text);
        writer.Item($"x {text} x");
        writer.End();
        writer.Head("a", "#b");
        writer.Row(text, $"x: {text}");
        writer.Row("x", text);
        writer.End();
        writer.Paragraph($"x {text}");
        return new(Surface.Markdown, "report", writer.ToString());
    }

    private static string Build(Random random)
    {
        StringBuilder text = new("z");
        for (int piece = random.Next(1, 12); piece > 0; piece--)
        {
            text.Append(_pieces[random.Next(_pieces.Length)]);
        }

        return random.Next(2) is 0 ? text.ToString() : text.ToString(1, text.Length - 1);
    }
}
