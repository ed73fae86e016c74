using TenantTokens.RunCommand;

namespace TenantTokens.Shared.Tests.RunCommand;

public sealed class HostReportParserTests
{
    private const string Line =
        """##rotation {"v":1,"action":"apply","component":"oneagent","outcome":"rotated","code":"ok","message":"Done.","fingerprint":"0123456789abcdef","clock":1700000000""";

    [Theory]
    [InlineData(Line + "}", "alone")]
    [InlineData("noise\nmore noise\n" + Line + "}\n", "after noise")]
    [InlineData(Line + "}\nnoise after\n\n", "before noise")]
    [InlineData("tail of a cut line\"}\r\n" + Line + "}\r\n", "with Windows line ends")]
    [InlineData("  " + Line + "}  ", "between blanks")]
    [InlineData("##rotation {\"v\":1,\"outcome\":\"failed\"}\n" + Line + "}", "after an earlier report")]
    [InlineData(Line + ",\"new\":{\"a\":[1]},\"other\":null}", "with unknown fields")]
    [InlineData(Line + ",\"stale\":{\"count\":1,\"names\":[\"##rotation x\"]}}", "with the marker inside a name")]
    public void A_report_is_read(string output, string how)
    {
        HostReport? report = HostReportParser.Parse(output);

        Assert.True(report is { V: 1, Outcome: "rotated", Code: "ok", Fingerprint: "0123456789abcdef", Clock: 1700000000 }, how);
    }

    [Fact]
    public void All_fields_are_read()
    {
        HostReport? report = HostReportParser.Parse(Line + """
            ,"version":"1.295","hostId":"0xAB","connected":true,"files":["/a"],"services":[{"name":"oneagent","state":"active","startedAt":17}],"stale":{"count":3,"names":["java"]},"leftovers":["/b"]}
            """);

        Assert.NotNull(report);
        Assert.Equal(("1.295", "0xAB", true), (report.Version, report.HostId, report.Connected));
        Assert.Equal(new HostService("oneagent", "active", 17), Assert.Single(report.Services!));
        Assert.Equal((3, "java", "/a", "/b"), (report.Stale!.Count, report.Stale.Names[0], report.Files![0], report.Leftovers![0]));
    }

    [Fact]
    public void What_else_is_on_the_machine_is_read()
    {
        HostReport? report = HostReportParser.Parse(Line + """
            ,"components":[{"name":"oneagent","code":"ok","services":[{"name":"oneagent","state":"active"}],"environments":["abc12345"]},{"name":"activegate","code":"config-not-found","services":[],"environments":[]}],"omitted":3}
            """);

        Assert.NotNull(report);
        Assert.Equal(3, report.Omitted);
        Assert.Equal(
            ["oneagent ok abc12345", "activegate config-not-found "],
            report.Components!.Select(static c => $"{c.Name} {c.Code} {string.Join(',', c.Environments)}"));
        Assert.Equal(new HostService("oneagent", "active", 0), Assert.Single(report.Components![0].Services));
    }

    [Fact]
    public void A_report_of_a_script_that_did_not_look_for_more_tells_of_nothing_and_omits_nothing()
        => Assert.Equal((null, 0), (HostReportParser.Parse(Line + "}")!.Components, HostReportParser.Parse(Line + "}")!.Omitted));

    [Theory]
    [InlineData(null, "nothing")]
    [InlineData("", "an empty output")]
    [InlineData("all kinds of noise", "no report")]
    [InlineData(Line, "a report that is cut")]
    [InlineData(Line + "}\n##rotation {\"v\":1,", "a last report that is cut, after a good one")]
    [InlineData("echo " + Line + "}", "the marker within a line")]
    [InlineData("##rotation null", "null")]
    [InlineData("##rotation []", "an array")]
    [InlineData("##rotation {}", "no fields")]
    [InlineData("##rotation {\"v\":\"one\"}", "a field of another type")]
    [InlineData("##rotation {\"v\":0,\"action\":\"a\",\"component\":\"c\",\"outcome\":\"o\",\"code\":\"x\"}", "no version")]
    public void There_is_no_report_in(string? output, string what) => Assert.True(HostReportParser.Parse(output) is null, what);
}
