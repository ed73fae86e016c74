using TenantTokens.Durable;

namespace TenantTokens.EngineContract;

/// <summary>Durable timers.</summary>
public abstract class TimerContract : EngineContract
{
    private static readonly OrchestratorName<int, double> _waiting = new("Waiting");
    private static readonly OrchestratorName<string, string> _racing = new("RacingTimers");

    [Fact]
    public async Task A_timer_fires_when_it_is_due_and_not_before()
        => Assert.InRange(await ResultOfAsync(_waiting, 100), 100, 30_000);

    [Fact]
    public async Task A_cancelled_timer_throws_and_does_not_hold_the_orchestration_up()
        => Assert.Equal("short, cancelled", await ResultOfAsync(_racing, ""));

    protected override void Register(DurableTaskRegistry registry) => registry
        .AddOrchestrator<Wait, int, double>(_waiting)
        .AddOrchestrator<Race, string, string>(_racing);

    private sealed class Wait : IOrchestrator<int, double>
    {
        public async Task<double> RunAsync(IOrchestrationContext context, int input)
        {
            DateTime before = context.CurrentUtcDateTime;
            await context.CreateTimer(TimeSpan.FromMilliseconds(input), CancellationToken.None);
            return (context.CurrentUtcDateTime - before).TotalMilliseconds;
        }
    }

    private sealed class Race : IOrchestrator<string, string>
    {
        public async Task<string> RunAsync(IOrchestrationContext context, string input)
        {
            using CancellationTokenSource cancel = new();
            Task longOne = context.CreateTimer(TimeSpan.FromDays(2), cancel.Token);
            Task shortOne = context.CreateTimer(context.CurrentUtcDateTime.AddMilliseconds(50), CancellationToken.None);
            string winner = await Task.WhenAny(longOne, shortOne) == shortOne ? "short" : "long";
            cancel.Cancel();
            try
            {
                await longOne;
            }
            catch (TaskCanceledException)
            {
                return $"{winner}, cancelled";
            }

            return $"{winner}, fired";
        }
    }
}
