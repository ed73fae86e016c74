using Microsoft.Extensions.Logging.Abstractions;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Driving;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Rotations.Schedules;
using TenantTokens.Scheduling;

namespace TenantTokens.Local.Tests.Driving;

/// <summary>What every host does by the clock, on a SQLite file and a real engine.</summary>
public sealed class ScheduleRoundTests
{

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_due_is_opened_and_runs()
    {
        await using DrivingHost host = await DrivingHost.StartAsync(DrivingHost.QuarterHourly);
        await host.MakeDueAsync();

        ScheduleRound.Result result = Assert.Single(await RunAsync(host));

        Assert.True(result.Answer!.WasOpened);
        Assert.Null(result.Failure);
        Assert.Equal(
            ("schedule", result.Answer.Rotation!.RotationId),
            ((await host.LatestAsync())!.RequestedBy, (await host.LatestAsync())!.RotationId));
        Assert.NotNull(await host.StatusAsync());
    }

    [Fact]
    public async Task What_is_not_due_is_not_opened_and_nothing_runs()
    {
        await using DrivingHost host = await DrivingHost.StartAsync(DrivingHost.QuarterHourly);

        ScheduleRound.Result result = Assert.Single(await RunAsync(host));

        Assert.Equal((DueVerdict.NotDue, false), (result.Answer!.Answer.Verdict, result.Answer.WasOpened));
        Assert.Null(await host.LatestAsync());
        Assert.Null(await host.StatusAsync());
    }

    [Fact]
    public async Task A_rotation_that_is_open_is_woken_though_nothing_is_due()
    {
        await using DrivingHost host = await DrivingHost.StartAsync();
        RotationRecord rotation = (await host.Get<RotationLedger>().OpenAsync(new(DrivingHost.Environment, "rachel"), Stop)).Rotation;

        ScheduleRound.Result result = Assert.Single(await RunAsync(host));

        Assert.Equal((DueVerdict.Disabled, false), (result.Answer!.Answer.Verdict, result.Answer.WasOpened));
        Assert.NotNull(await host.StatusAsync());
        Assert.Equal(rotation.RotationId, (await host.LatestAsync())!.RotationId);
    }

    [Fact]
    public async Task A_second_round_opens_nothing_more_and_leaves_alone_what_runs()
    {
        await using DrivingHost host = await DrivingHost.StartAsync(DrivingHost.QuarterHourly);
        await host.MakeDueAsync();
        string first = Assert.Single(await RunAsync(host)).Answer!.Rotation!.RotationId;
        OrchestrationMetadata before = (await host.Engine.GetInstanceAsync(
            RotationOrchestrator.InstanceIdOf(DrivingHost.Environment),
            Stop))!;
        host.Time.Advance(ScheduleDispatcher.AskEvery);

        ScheduleRound.Result second = Assert.Single(await RunAsync(host));

        Assert.Equal((first, false), (second.Answer!.Rotation!.RotationId, second.Answer.WasOpened));
        Assert.Equal(before.CreatedAt, (await host.Engine.GetInstanceAsync(before.InstanceId, Stop))!.CreatedAt);
    }

    [Fact]
    public async Task An_environment_that_cannot_be_asked_is_said_and_keeps_no_other_waiting()
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

        IReadOnlyList<ScheduleRound.Result> results = await round.RunAsync(host.Engine, Stop);

        Assert.Equal(("sim00002", null, nameof(KeyNotFoundException)), (results[0].EnvironmentId, results[0].Answer, results[0].Failure));
        Assert.True(results[1].Answer!.WasOpened);
        Assert.NotNull(await host.StatusAsync());
    }

    [Fact]
    public async Task Being_stopped_is_no_failure_of_an_environment()
    {
        await using DrivingHost host = await DrivingHost.StartAsync(DrivingHost.QuarterHourly);
        using CancellationTokenSource stopped = new();
        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Get<ScheduleRound>().RunAsync(host.Engine, stopped.Token));
    }

    private static Task<IReadOnlyList<ScheduleRound.Result>> RunAsync(DrivingHost host)
        => host.Get<ScheduleRound>().RunAsync(host.Engine, Stop);
}
