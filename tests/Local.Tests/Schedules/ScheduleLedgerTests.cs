using TenantTokens.Local.Tests.Driving;
using TenantTokens.Rotations.Schedules;
using TenantTokens.Scheduling;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Local.Tests.Schedules;

/// <summary>
/// Hosts that share one ledger, on a real SQLite file: of those that ask at once one opens, and a row is written only as it was read.
/// </summary>
public sealed class ScheduleLedgerTests
{
    private const string Environment = DrivingHost.Environment;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_ten_hosts_that_ask_one_file_at_once_one_opens()
    {
        await using DrivingHost host = await DrivingHost.StartAsync(DrivingHost.QuarterHourly);
        await host.MakeDueAsync();

        ScheduleAnswer[] answers = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(() => host.Get<ScheduleDispatcher>().AskAsync(Environment, Stop))));

        Assert.Single(answers, static answer => answer.WasOpened);
        Assert.Single(answers.Select(static answer => answer.Rotation!.RotationId).Distinct());
    }

    [Fact]
    public async Task A_row_is_written_only_as_it_was_read()
    {
        await using DrivingHost host = await DrivingHost.StartAsync(DrivingHost.QuarterHourly);
        ScheduleLedger ledger = host.Get<ScheduleLedger>();
        (ScheduleRecord record, string? etag) = await ledger.ReadAsync(Environment, Stop);
        Assert.Null(etag);
        Assert.True(await ledger.TryWriteAsync(Environment, record with { Since = Some.Now, ConsumedEventIds = ["e1"] }, etag, Stop));
        Assert.False(await ledger.TryWriteAsync(Environment, record, etag, Stop));

        (ScheduleRecord written, etag) = await ledger.ReadAsync(Environment, Stop);
        Assert.Equal((Some.Now, "e1"), (written.Since, written.ConsumedEventIds.Single()));
        Assert.True(await ledger.TryWriteAsync(Environment, written with { Since = null }, etag, Stop));
        Assert.False(await ledger.TryWriteAsync(Environment, written, etag, Stop));
    }
}
