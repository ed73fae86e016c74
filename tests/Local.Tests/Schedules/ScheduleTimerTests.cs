using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TenantTokens.Configuration;
using TenantTokens.Ledger;
using TenantTokens.Local.Hosting;
using TenantTokens.Local.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Schedules;
using TenantTokens.Tests.Builders;

namespace TenantTokens.Local.Tests.Schedules;

/// <summary>The schedules as a host has them, on a real SQLite file. Nobody answers at the vault's address: the cron alone counts.</summary>
public sealed class ScheduleTimerTests : IAsyncDisposable
{
    private const string Environment = "sim00001";
    private static readonly ScheduleOptions _quarterHourly = new() { Cron = "*/15 * * * *" };
    private readonly TemporaryDirectory _temporary = new();
    private readonly FakeTimeProvider _time = new(Some.Now.AddMinutes(1));
    private readonly ConcurrentQueue<string> _started = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private readonly SqliteLedgerStore _store;
    private readonly ServiceProvider _services;

    public ScheduleTimerTests()
    {
        _store = new SqliteLedgerStore(_temporary.File("ledger.db"));
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton<ILedgerStore>(_store)
            .AddSingleton<Azure.Core.Pipeline.HttpPipelineTransport>(new Azure.Core.Pipeline.HttpClientTransport(new NobodyThere()))
            .AddRotation(Some.Options(schedule: _quarterHourly))
            .BuildServiceProvider();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _store.DisposeAsync();
        await _output.DisposeAsync();
        await _errors.DisposeAsync();
        _temporary.Dispose();
    }

    [Fact]
    public async Task It_asks_at_once_and_then_every_quarter_of_an_hour_and_starts_what_is_due()
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        TaskCompletionSource<RotationRecord> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task running = Timer([Environment], started).RunAsync(stop.Token);
        await UntilAsync(async () => (await Ledger.ReadAsync(Environment, Stop)).Record.NextDue is not null);
        Assert.Empty(_started);

        _time.Advance(ScheduleDispatcher.AskEvery);
        RotationRecord rotation = await started.Task.WaitAsync(Stop);
        await stop.CancelAsync();
        await running;

        Assert.Equal(("schedule", "schedule:sim00001:2026-03-01T12:15:00Z"), (rotation.RequestedBy, rotation.RequestKey));
        Assert.Contains($"Started {rotation.RotationId} of {Environment}. Due since 2026-03-01 12:15 UTC", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal("", _errors.ToString());
    }

    [Fact]
    public async Task An_environment_that_cannot_be_asked_is_named_and_keeps_no_other_waiting()
    {
        await MakeDueAsync();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        TaskCompletionSource<RotationRecord> started = new(TaskCreationOptions.RunContinuationsAsynchronously);

        Task running = Timer(["sim00002", Environment], started).RunAsync(stop.Token);
        await started.Task.WaitAsync(Stop);
        await stop.CancelAsync();
        await running;

        Assert.Equal($"The schedule of sim00002 could not be asked (KeyNotFoundException); asked again in 15 minutes.{System.Environment.NewLine}", _errors.ToString());
    }

    [Fact]
    public async Task Of_ten_hosts_that_ask_one_file_at_once_one_opens()
    {
        await MakeDueAsync();

        ScheduleAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => _services.GetRequiredService<ScheduleDispatcher>().AskAsync(Environment, Stop))));

        Assert.Single(answers, static answer => answer.WasOpened);
        Assert.Single(answers.Select(static answer => answer.Rotation!.RotationId).Distinct());
    }

    [Fact]
    public async Task A_row_is_written_only_as_it_was_read()
    {
        (ScheduleRecord record, string? etag) = await Ledger.ReadAsync(Environment, Stop);
        Assert.Null(etag);
        Assert.True(await Ledger.TryWriteAsync(Environment, record with { Since = Some.Now, ConsumedEventIds = ["e1"] }, etag, Stop));
        Assert.False(await Ledger.TryWriteAsync(Environment, record, etag, Stop));

        (ScheduleRecord written, etag) = await Ledger.ReadAsync(Environment, Stop);
        Assert.Equal((Some.Now, "e1"), (written.Since, written.ConsumedEventIds.Single()));
        Assert.True(await Ledger.TryWriteAsync(Environment, written with { Since = null }, etag, Stop));
        Assert.False(await Ledger.TryWriteAsync(Environment, written, etag, Stop));
    }

    private ScheduleLedger Ledger => _services.GetRequiredService<ScheduleLedger>();

    private Task<ScheduleRecord> MakeDueAsync() => Ledger.UpdateAsync(Environment, static current => current with { LastSuccess = Some.Now.AddDays(-1) }, Stop);

    private ScheduleTimer Timer(string[] environments, TaskCompletionSource<RotationRecord> started)
    {
        Task StartAsync(RotationRecord rotation, CancellationToken cancellationToken)
        {
            _started.Enqueue(rotation.RotationId);
            started.TrySetResult(rotation);
            return Task.CompletedTask;
        }

        return new(_services.GetRequiredService<ScheduleDispatcher>(), environments, StartAsync, _time, _output, _errors);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Stop);
        }
    }

    private sealed class NobodyThere : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            => Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.Forbidden) { RequestMessage = request, Content = new StringContent("") });
    }
}
