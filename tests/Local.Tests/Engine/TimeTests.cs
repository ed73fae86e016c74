using Microsoft.Extensions.Time.Testing;
using TenantTokens.Durable;
using TenantTokens.EngineContract;

namespace TenantTokens.Local.Tests.Engine;

/// <summary>Waits far longer than a test.</summary>
public sealed class TimeTests : EngineTest
{
    private static readonly OrchestratorName<int, string> _sleeping = new("Sleeping");
    private static readonly OrchestratorName<int, int> _daily = new("Daily");
    private static readonly DateTimeOffset _start = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task One_timer_of_a_year_fires_once_the_year_is_over_and_not_before()
    {
        FakeTimeProvider time = new(_start);
        EngineHost host = await NewHost(Registry(), time).StartAsync();
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync(_sleeping, 365, cancellationToken: Stop);
        await UntilRunningAsync(host, id);
        time.Advance(TimeSpan.FromDays(365) - TimeSpan.FromSeconds(1));
        Assert.False((await host.Client.GetInstanceAsync(id, Stop))!.IsCompleted);
        Assert.False((await host.Client.GetInstanceAsync(id, Stop))!.IsCompleted);
        OrchestrationMetadata end = await AdvanceUntilEndAsync(host, id, time, TimeSpan.FromSeconds(1));
        Assert.Equal("2028-01-01", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_timer_whose_time_passed_while_no_process_ran_fires_at_the_start()
    {
        FakeTimeProvider time = new(_start);
        EngineHost host = await NewHost(Registry(), time).StartAsync();
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync(_sleeping, 100, cancellationToken: Stop);
        await UntilRunningAsync(host, id);
        await host.CrashAsync();
        time.Advance(TimeSpan.FromDays(120));
        await host.StartAsync();
        OrchestrationMetadata end = await host.Client.WaitForInstanceCompletionAsync(id, Stop);
        Assert.Equal("2027-05-01", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_year_of_days_with_a_restart_every_month_misses_none()
    {
        FakeTimeProvider time = new(_start);
        EngineHost host = await NewHost(Registry(), time).StartAsync();
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync(_daily, 365, cancellationToken: Stop);
        for (int hour = 0; !(await host.Client.GetInstanceAsync(id, Stop))!.IsCompleted; hour++)
        {
            time.Advance(TimeSpan.FromHours(1));
            if (hour % 720 == 719)
            {
                await host.RestartAsync();
            }
        }

        OrchestrationMetadata end = await host.Client.WaitForInstanceCompletionAsync(id, Stop);
        Assert.Equal(365, end.ReadOutputAs<int>());
        Assert.All(Enumerable.Range(0, 365), day => Assert.InRange(World.CountOf($"day {day}"), 1, 2));
    }

    [Fact]
    public async Task An_instances_clock_does_not_go_back_with_the_machines()
    {
        FakeTimeProvider time = new(_start);
        EngineHost host = await NewHost(Registry(), time).StartAsync();
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync(_sleeping, -1, cancellationToken: Stop);
        await World.ReachedAsync("gate", Stop);
        time.AdjustTime(_start.AddDays(-10));
        World.Open("gate");
        OrchestrationMetadata end = await host.Client.WaitForInstanceCompletionAsync(id, Stop);
        Assert.Equal("2027-01-01", end.ReadOutputAs<string>());
    }

    private static DurableTaskRegistry Registry() => NewRegistry()
        .AddOrchestrator<Sleeper, int, string>(_sleeping)
        .AddOrchestrator<DailyRound, int, int>(_daily);

    private static async Task UntilRunningAsync(EngineHost host, string id)
    {
        while ((await host.Client.GetInstanceAsync(id, Stop))!.RuntimeStatus != OrchestrationRuntimeStatus.Running)
        {
            await Task.Yield();
        }
    }

    private static async Task<OrchestrationMetadata> AdvanceUntilEndAsync(EngineHost host, string id, FakeTimeProvider time, TimeSpan step)
    {
        while (true)
        {
            time.Advance(step);
            if (await host.Client.GetInstanceAsync(id, Stop) is { IsCompleted: true } end)
            {
                return end;
            }
        }
    }

    private sealed class Sleeper : IOrchestrator<int, string>
    {
        public async Task<string> RunAsync(IOrchestrationContext context, int input)
        {
            if (input < 0)
            {
                await context.CallActivityAsync(ContractActivities.Pass, "gate");
            }
            else
            {
                await context.CreateTimer(TimeSpan.FromDays(input), CancellationToken.None);
            }

            return context.CurrentUtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private sealed class DailyRound : IOrchestrator<int, int>
    {
        public async Task<int> RunAsync(IOrchestrationContext context, int input)
        {
            int days = 0;
            for (; days < input; days++)
            {
                DateTime due = context.CurrentUtcDateTime.AddDays(1);
                await context.CreateTimer(due, CancellationToken.None);
                if (context.CurrentUtcDateTime < due)
                {
                    throw new InvalidOperationException("The timer fired early.");
                }

                await context.CallActivityAsync(ContractActivities.Echo, $"day {days}");
            }

            return days;
        }
    }
}
