using Microsoft.Extensions.Logging.Abstractions;
using TenantTokens.Configuration.Options;
using TenantTokens.Local.Hosting;
using TenantTokens.Local.Tests.Driving;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Driving;
using TenantTokens.Rotations.Schedules;
using TenantTokens.Scheduling;
using TenantTokens.Tooling;

namespace TenantTokens.Local.Tests.Schedules;

/// <summary>The schedules as a host has them, on a real SQLite file and a real engine.</summary>
public sealed class ScheduleTimerTests : IAsyncDisposable
{
    private const string Environment = DrivingHost.Environment;
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private readonly TextWriter _writer;

    public ScheduleTimerTests() => _writer = TextWriter.Synchronized(_output);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Said
    {
        get
        {
            lock (_writer) // as it does when it writes
            {
                return _output.ToString();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _output.DisposeAsync();
        await _errors.DisposeAsync();
    }

    [Fact]
    public async Task It_asks_at_once_and_then_every_quarter_of_an_hour_and_starts_what_is_due()
    {
        await using DrivingHost host = await DrivingHost.StartAsync(DrivingHost.QuarterHourly);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task running = Timer(host, host.Get<ScheduleRound>()).RunAsync(stop.Token);
        await UntilAsync(
            "a date is next",
            async () => (await host.Get<ScheduleLedger>().ReadAsync(Environment, Stop)).Record.NextDue is not null);
        Assert.Null(await host.StatusAsync());

        await UntilAsync("a rotation is there", async () =>
        {
            host.Time.Advance(TimeSpan.FromMinutes(1));
            return await host.StatusAsync() is not null;
        });
        await UntilAsync("something is said", () => Task.FromResult(Said.Length > 0)); // it is told a moment after it was started
        await stop.CancelAsync();
        await running;

        RotationRecord rotation = (await host.LatestAsync())!;
        Assert.Equal(("schedule", "schedule:sim00001:2026-03-01T12:15:00Z"), (rotation.RequestedBy, rotation.RequestKey));
        Assert.Contains($"Started {rotation.RotationId} of {Environment}. Due since 2026-03-01 12:15 UTC", Said, StringComparison.Ordinal);
        Assert.Equal("", _errors.ToString());
    }

    [Fact]
    public async Task An_environment_that_cannot_be_asked_is_named_and_keeps_no_other_waiting()
    {
        await using DrivingHost host = await DrivingHost.StartAsync(DrivingHost.QuarterHourly);
        await host.MakeDueAsync();
        RotationOptions withUnknown = host.Options with
        {
            Environments = [host.Options.Environments[0] with { Id = "sim00002" }, host.Options.Environments[0]],
        };
        ScheduleRound round = new(
            withUnknown,
            host.Get<ScheduleDispatcher>(),
            host.Get<RotationWaker>(),
            NullLogger<ScheduleRound>.Instance);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        Task running = Timer(host, round).RunAsync(stop.Token);
        await UntilAsync("something is said", () => Task.FromResult(Said.Length > 0));
        await stop.CancelAsync();
        await running;

        Assert.Equal(
            "The schedule of sim00002 could not be checked (KeyNotFoundException). It is checked again in 15"
                + $" minutes.{System.Environment.NewLine}",
            _errors.ToString());
        Assert.NotNull(await host.StatusAsync());
    }

    private ScheduleTimer Timer(DrivingHost host, ScheduleRound round)
        => new(round, host.Engine, host.Time, new(_writer), new(TextWriter.Synchronized(_errors)));

    private static Task UntilAsync(string what, Func<Task<bool>> isSo)
        => Eventually.IsSoAsync(isSo, () => what, TimeSpan.FromMilliseconds(10), Stop);
}
