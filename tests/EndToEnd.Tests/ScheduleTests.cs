using System.Text.Json.Nodes;
using TenantTokens.EndToEnd.Tests.Infrastructure;
using TenantTokens.Local.Engine;
using TenantTokens.Local.Ledger;
using TenantTokens.Rotations.Schedules;

namespace TenantTokens.EndToEnd.Tests;

/// <summary>The schedule of an environment: what the command says of it, and what serve makes of it.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public async Task Schedule_says_when_a_rotation_is_due_and_why_not_now_and_starts_nothing()
    {
        await using World world = await World.StartAsync(change: static configuration => SetSchedule(configuration, "0 2 1 * *"));
        await LocalLedger.Open(world.Data).DisposeAsync();

        ProgramResult result = await world.RunAsync("schedule", "--json");
        ProgramResult text = await world.RunAsync("schedule");

        Assert.True(result.ExitCode == 0 && text.ExitCode == 0, $"{result}\n{text}");
        JsonNode entry = Assert.Single(result.Json["environments"]!.AsArray())!;
        Assert.Equal(
            ("sim00001", "NotDue", "Europe/Berlin"),
            (entry["environment"]!.GetValue<string>(), entry["verdict"]!.GetValue<string>(), entry["timeZone"]!.GetValue<string>()));
        Assert.StartsWith("Not due: next on ", entry["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.True(entry["window"]!["isOpen"]!.GetValue<bool>());
        Assert.Contains("Cron         0 2 1 * * (Europe/Berlin)", text.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await world.RunAsync("status")).ExitCode);
    }

    [Fact]
    public async Task Without_a_schedule_it_says_so()
    {
        await using World world = await World.StartAsync();
        await LocalLedger.Open(world.Data).DisposeAsync();

        ProgramResult result = await world.RunAsync("schedule");

        Assert.Equal((0, $"sim00001: Never due: no schedule is configured.{Environment.NewLine}"), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task Serve_starts_what_is_due_and_after_the_approval_the_next_date_is_ahead()
    {
        await using World world = await World.StartAsync(change: static configuration =>
        {
            World.AliceDecides(configuration);
            SetSchedule(configuration, "0 2 1 * *");
        });
        await MakeDueAsync(world);
        await using RunningProgram serving = world.Start("serve");
        await world.UntilGateAsync();

        ProgramResult during = await world.RunAsync("schedule", "--json");
        ProgramResult vote = await world.RunAsync("approve", "--as", "alice");
        await world.UntilAsync(static seen => seen["requests"]!["finish"]!.GetValue<int>() == 1, "finish is called");
        await World.UntilAsync(
            async () => (await world.RunAsync("schedule", "--json")).Json["environments"]![0]!["verdict"]!.GetValue<string>() == "NotDue",
            () => $"the next date is ahead: {serving.Said}");
        string said = await serving.InterruptAsync();

        Assert.Contains("Started rot-", said, StringComparison.Ordinal);
        Assert.True(during.Json["environments"]![0]!["verdict"]!.GetValue<string>() == "RotationOpen", during.ToString());
        Assert.True(vote.ExitCode == 0, vote.ToString());
        JsonObject after = await world.LookAsync();
        after.TookEffect(start: 1, finish: 1, cancel: 0);
        after.LostNothing();
    }

    private static void SetSchedule(JsonObject configuration, string cron)
        => configuration["environments"]![0]!["schedule"] = new JsonObject { ["cron"] = cron, ["timeZone"] = "Europe/Berlin" };

    /// <summary>The last success was half a year ago.</summary>
    private static async Task MakeDueAsync(World world)
    {
        Directory.CreateDirectory(world.Data);
        await using SqliteLedgerStore store = new(DataDirectory.LedgerPathIn(world.Data));
        DateTimeOffset longAgo = TimeProvider.System.GetUtcNow().AddDays(-180);
        await new ScheduleLedger(store)
            .UpdateAsync("sim00001", current => current with { LastSuccess = longAgo }, TestContext.Current.CancellationToken);
    }
}
