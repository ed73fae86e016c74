using System.Text;
using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Reading;

namespace TenantTokens.Shared.Tests.Configuration.Reading;

public sealed class ScheduleConfigurationTests
{
    [Fact]
    public void An_environment_without_a_schedule_has_none() => Assert.Null(Read(null).Options!.Environments[0].Schedule);

    [Fact]
    public void The_smallest_schedule_gives_the_defaults()
    {
        ScheduleOptions schedule = Valid("""{"cron":"0 2 1 * *"}""");

        Assert.Equal(
            ("0 2 1 * *", "UTC", TimeSpan.FromDays(14), true),
            (schedule.Cron, schedule.TimeZone, schedule.ExpiryLead, schedule.Enabled));
        Assert.Empty(schedule.Windows);
        Assert.Empty(schedule.Blackouts);
    }

    [Fact]
    public void Every_setting_of_a_schedule_is_read()
    {
        ScheduleOptions schedule = Valid("""
            {"cron":"30 2 * * 6L","timeZone":"Europe/Berlin","expiryLead":"7.00:00:00","enabled":false,
             "windows":[{"days":["saturday","sunday"],"from":"22:00","to":"04:00"},{}],
             "blackouts":[{"from":"2026-12-20","to":"2027-01-03","reason":"year end"}]}
            """);

        Assert.Equal(
            ("30 2 * * 6L", "Europe/Berlin", TimeSpan.FromDays(7), false),
            (schedule.Cron, schedule.TimeZone, schedule.ExpiryLead, schedule.Enabled));
        Assert.Equal(["Sat, Sun 22:00-04:00", "every day 00:00-24:00"], schedule.Windows.Select(static window => window.ToString()));
        Assert.Equal([DayOfWeek.Saturday, DayOfWeek.Sunday], schedule.Windows[0].Days);
        Assert.Equal((true, false), (schedule.Windows[0].CrossesMidnight, schedule.Windows[1].CrossesMidnight));
        Assert.Equal(
            new ScheduleBlackoutOptions { From = new(2026, 12, 20), To = new(2027, 1, 3), Reason = "year end" },
            Assert.Single(schedule.Blackouts));
    }

    [Theory]
    [InlineData("{}", ".cron", null, "is required")]
    [InlineData("""{"cron":"0 0 2 1 * *"}""", ".cron", "0 0 2 1 * *", "5 fields of cron")]
    [InlineData("""{"cron":"@daily"}""", ".cron", "@daily", "5 fields of cron")]
    [InlineData("""{"cron":"61 2 1 * *"}""", ".cron", "61 2 1 * *", "5 fields of cron")]
    [InlineData("""{"cron":"0 0 30 2 *"}""", ".cron", "0 0 30 2 *", "that meet a date")]
    [InlineData("""{"cron":7}""", ".cron", "7", "5 fields of cron")]
    [InlineData("""{"cron":"0 2 1 * *","timeZone":"Europe/Berlim"}""", ".timeZone", "Europe/Berlim", "such as Europe/Berlin")]
    [InlineData("""{"cron":"0 2 1 * *","timeZone":""}""", ".timeZone", "", "such as Europe/Berlin")]
    [InlineData("""{"cron":"0 2 1 * *","expiryLead":"31.00:00:00"}""", ".expiryLead", "31.00:00:00", "00:00:00 to 30.00:00:00")]
    [InlineData("""{"cron":"0 2 1 * *","enabled":"no"}""", ".enabled", "no", "true or false")]
    [InlineData(
        """{"cron":"0 2 1 * *","window":[]}""",
        ".window",
        null,
        "is unknown; allowed are: cron, timeZone, windows, blackouts, expiryLead, enabled")]
    [InlineData("""{"cron":"0 2 1 * *","windows":{}}""", ".windows", "{}", "must be an array; each item must be an object")]
    [InlineData("""{"cron":"0 2 1 * *","windows":[7]}""", ".windows[0]", "7", "must be an object")]
    [InlineData("""{"cron":"0 2 1 * *","windows":[{"days":["Saturday"]}]}""", ".windows[0].days[0]", "Saturday", "\"monday\", \"tuesday\"")]
    [InlineData("""{"cron":"0 2 1 * *","windows":[{"days":["monday","monday"]}]}""", ".windows[0].days[1]", "monday", "twice")]
    [InlineData(
        """{"cron":"0 2 1 * *","windows":[{"days":[]}]}""",
        ".windows[0].days",
        "[]",
        "at least one item; each item must be \"sunday\", \"monday\"")]
    [InlineData("""{"cron":"0 2 1 * *","windows":[{"from":"24:00"}]}""", ".windows[0].from", "24:00", "00:00 to 23:59")]
    [InlineData("""{"cron":"0 2 1 * *","windows":[{"from":"2:00"}]}""", ".windows[0].from", "2:00", "hh:mm")]
    [InlineData("""{"cron":"0 2 1 * *","windows":[{"to":"00:00"}]}""", ".windows[0].to", "00:00", "00:01 to 24:00")]
    [InlineData(
        """{"cron":"0 2 1 * *","windows":[{"from":"02:00","to":"02:00"}]}""",
        ".windows[0].to",
        "02:00",
        "is also when the window opens")]
    [InlineData(
        """{"cron":"0 2 1 * *","windows":[{"day":"monday"}]}""",
        ".windows[0].day",
        null,
        "is unknown; allowed are: days, from, to")]
    [InlineData(
        """{"cron":"0 2 1 * *","blackouts":[{"from":"2026-02-30","to":"2026-03-01","reason":"x"}]}""",
        ".blackouts[0].from",
        "2026-02-30",
        "yyyy-MM-dd")]
    [InlineData(
        """{"cron":"0 2 1 * *","blackouts":[{"from":"2026-03-02","to":"2026-03-01","reason":"x"}]}""",
        ".blackouts[0].to",
        "2026-03-01",
        "must not be before from, which is 2026-03-02")]
    [InlineData(
        """{"cron":"0 2 1 * *","blackouts":[{"from":"2026-03-01","to":"2026-03-01"}]}""",
        ".blackouts[0].reason",
        null,
        "is required")]
    [InlineData(
        """{"cron":"0 2 1 * *","blackouts":[{"from":"2026-03-01","to":"2026-03-01","reason":" "}]}""",
        ".blackouts[0].reason",
        " ",
        "1 to 200 characters")]
    public void A_mistake_in_a_schedule_is_named_with_its_path_its_value_and_what_is_allowed(
        string schedule,
        string path,
        string? value,
        string allowed)
    {
        ConfigurationProblem problem = Assert.Single(Read(schedule).Problems);

        Assert.Equal(("$.environments[0].schedule" + path, value), (problem.JsonPath, problem.Value));
        Assert.Contains(allowed, problem.Message, StringComparison.Ordinal);
    }

    private static ScheduleOptions Valid(string schedule)
    {
        RotationConfigurationResult result = Read(schedule);
        Assert.Empty(result.Problems);
        return result.Options!.Environments[0].Schedule!;
    }

    private static RotationConfigurationResult Read(string? schedule) => RotationConfiguration.Parse(
        Encoding.UTF8.GetBytes($$"""
            {
              "environments": [ { "id": "sim00001", "apiUrl": "https://dynatrace.example", "apiTokenSecret": "api-token", "tenantTokenSecret": "tenant-token"{{(schedule is null ? "" : $", \"schedule\": {schedule}")}} } ],
              "azure": { "vaultUri": "https://x.vault.azure.net" },
              "fleet": { "subscriptions": ["11111111-1111-1111-1111-111111111111"] }
            }
            """),
        Path.GetTempPath());
}
