using Microsoft.Extensions.Time.Testing;
using Moq;
using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Deleting;
using TenantTokens.Rotations.Driving;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Rotations.Sweeping;
using TenantTokens.Shared.Tests.Infrastructure;
using TenantTokens.Tests.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Driving;

public sealed class RotationWakerTests
{
    private const string Environment = "sim00001";
    private const string Instance = "rotation-sim00001";

    private readonly FakeTimeProvider _time = new(Some.Now);
    private readonly MemoryLedgerStore _store = new();
    private readonly Mock<IDurableClient> _client = new();
    private readonly RotationLedger _rotations;
    private readonly RotationWaker _waker;

    public RotationWakerTests()
    {
        _rotations = new RotationLedger(_store, _time);
        _waker = WakerOf(Some.Options());
        _client.Setup(static client => client.ScheduleNewOrchestrationInstanceAsync(
            It.IsAny<OrchestratorName<RotationInput, RotationOrchestrator.Result>>(),
            It.IsAny<RotationInput>(),
            It.IsAny<string>(),
            It.IsAny<CancellationToken>()))
            .ReturnsAsync(Instance);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_open_rotation_is_started_under_its_environments_id()
    {
        RotationRecord rotation = await OpenAsync();
        await _waker.WakeAllAsync(_client.Object, Stop);
        _client.Verify(
            client => client.ScheduleNewOrchestrationInstanceAsync(
                RotationOrchestrator.Name,
                It.Is<RotationInput>(input => input.RotationId == rotation.RotationId),
                Instance,
                It.IsAny<CancellationToken>()),
            Times.Once);
    }

    [Fact]
    public async Task Without_a_rotation_nothing_is_started()
    {
        await _waker.WakeAllAsync(_client.Object, Stop);
        _client.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task One_that_is_alive_is_left_alone_and_told_once_of_each_command()
    {
        RotationRecord rotation = await OpenAsync(static current => current with { Commands = 1 });
        _client.Setup(static client => client.ScheduleNewOrchestrationInstanceAsync(
            It.IsAny<OrchestratorName<RotationInput, RotationOrchestrator.Result>>(),
            It.IsAny<RotationInput>(),
            It.IsAny<string>(),
            It.IsAny<CancellationToken>()))
            .ThrowsAsync(new OrchestrationAlreadyExistsException(Instance));
        await _waker.WakeAllAsync(_client.Object, Stop);
        await _waker.WakeAllAsync(_client.Object, Stop);
        VerifyTold(Times.Once());
        await _rotations.UpdateAsync(rotation.RotationId, static current => current with { Commands = 2 }, Stop);
        await _waker.WakeAllAsync(_client.Object, Stop);
        VerifyTold(Times.Exactly(2));
        VerifyEnded(Times.Never());
    }

    [Fact]
    public async Task An_orchestration_that_failed_parks_its_rotation_with_the_reason_and_is_started_again()
    {
        RotationRecord rotation = await OpenAsync(
            static current => current with { Phase = RotationPhase.RotatingOneAgents, StartTookEffect = true });
        Ended(OrchestrationRuntimeStatus.Failed, Some.Now.AddMinutes(1));
        await _waker.WakeAllAsync(_client.Object, Stop);
        RotationRecord parked = await _rotations.GetAsync(rotation.RotationId, Stop);
        Assert.Equal(RotationPhase.Parked, parked.Phase);
        Assert.Equal(RotationPhase.RotatingOneAgents, parked.ParkedFrom);
        Assert.Equal(ParkCodes.StepFailed, parked.ParkReason!.Code);
        Assert.Contains("it broke ***", parked.ParkReason.Message, StringComparison.Ordinal);
        _client.Verify(
            client => client.ScheduleNewOrchestrationInstanceAsync(
                RotationOrchestrator.Name,
                It.IsAny<RotationInput>(),
                Instance,
                It.IsAny<CancellationToken>()),
            Times.Once);
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Terminated, 1, "ended from outside: the new one goes on by itself")]
    [InlineData(OrchestrationRuntimeStatus.Failed, -1, "the failure of an earlier rotation")]
    [InlineData(OrchestrationRuntimeStatus.Running, 1, "alive")]
    public async Task Nothing_else_parks_a_rotation(OrchestrationRuntimeStatus status, int minutes, string what)
    {
        RotationRecord rotation = await OpenAsync(
            static current => current with { Phase = RotationPhase.RotatingOneAgents, StartTookEffect = true });
        Ended(status, Some.Now.AddMinutes(minutes));
        await _waker.WakeAllAsync(_client.Object, Stop);
        Assert.True((await _rotations.GetAsync(rotation.RotationId, Stop)).Phase is RotationPhase.RotatingOneAgents, what);
    }

    [Fact]
    public async Task A_failed_orchestration_leaves_the_hold_of_a_parked_rotation_as_it_is_and_is_started_again()
    {
        ParkReason hold = new(ParkCodes.ForeignToken, "A third token.", Some.Now, InForce: "c3");
        RotationRecord rotation = await OpenAsync(current => current with
        {
            Phase = RotationPhase.Parked,
            ParkedFrom = RotationPhase.Cancelling,
            StartTookEffect = true,
            ParkReason = hold,
        });
        Ended(OrchestrationRuntimeStatus.Failed, Some.Now.AddMinutes(1));
        await _waker.WakeAllAsync(_client.Object, Stop);
        Assert.Equal(hold, (await _rotations.GetAsync(rotation.RotationId, Stop)).ParkReason);
        VerifyStarted(Times.Once());
    }

    [Fact]
    public async Task One_that_waits_with_a_long_history_is_ended_and_a_new_one_is_started()
    {
        await OpenAsync();
        Running(RootStatus.RenewalDueAt(RotationPhase.AwaitingFinish));
        MockSequence order = new();
        _client.InSequence(order)
            .Setup(static client => client.RaiseEventAsync(
                Instance,
                OperatorCommand.EventName,
                OperatorCommand.Renewal,
                It.IsAny<CancellationToken>()))
            .Returns(Task.CompletedTask);
        _client.InSequence(order)
            .Setup(static client => client.WaitForInstanceCompletionAsync(Instance, It.IsAny<CancellationToken>()))
            .ReturnsAsync(InState(OrchestrationRuntimeStatus.Completed));
        await _waker.WakeAllAsync(_client.Object, Stop);
        _client.Verify(static client => client.WaitForInstanceCompletionAsync(Instance, It.IsAny<CancellationToken>()), Times.Once);
        VerifyStarted(Times.Once());
    }

    [Fact]
    public async Task One_that_waits_with_a_short_history_is_not_ended()
    {
        await OpenAsync();
        Running(RootStatus.At(RotationPhase.AwaitingFinish));
        await _waker.WakeAllAsync(_client.Object, Stop);
        VerifyTold(Times.Never());
    }

    [Theory]
    [InlineData(RotationPhase.Cancelled, 1)]
    [InlineData(RotationPhase.Completed, 1)]
    [InlineData(RotationPhase.AwaitingFinish, 0)] // is this rotation's own
    public async Task One_whose_rotation_has_ended_is_waited_for_and_no_other(RotationPhase phase, int waits)
    {
        await OpenAsync();
        bool isCompleted = false;
        Running(RootStatus.At(phase));
        _client.Setup(static client => client.WaitForInstanceCompletionAsync(Instance, It.IsAny<CancellationToken>()))
            .Callback(() => isCompleted = true)
            .ReturnsAsync(InState(OrchestrationRuntimeStatus.Completed));
        _client.Setup(static client => client.ScheduleNewOrchestrationInstanceAsync(
            RotationOrchestrator.Name,
            It.IsAny<RotationInput>(),
            Instance,
            It.IsAny<CancellationToken>()))
            .Returns(() => isCompleted
                ? Task.FromResult(Instance)
                : Task.FromException<string>(new OrchestrationAlreadyExistsException(Instance)));
        await _waker.WakeAllAsync(_client.Object, Stop);
        _client.Verify(
            static client => client.WaitForInstanceCompletionAsync(Instance, It.IsAny<CancellationToken>()),
            Times.Exactly(waits));
        Assert.Equal(waits > 0, isCompleted);
        VerifyStarted(Times.Once());
    }

    [Fact(Timeout = 30_000)] // without an end to the wait the test would hang
    public async Task One_whose_rotation_has_ended_and_that_does_not_end_within_ten_seconds_is_left_alone()
    {
        await OpenAsync();
        Running(RootStatus.At(RotationPhase.Cancelled));
        await WakeInVainAsync(whileWaiting: static () => { }).WaitAsync(TestContext.Current.CancellationToken);
        VerifyEnded(Times.Never());
        VerifyStarted(Times.Once()); // which a live one refuses
    }

    [Theory(Timeout = 30_000)] // without an end to the wait the test would hang
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_does_not_end_within_ten_seconds_is_busy_and_not_ended(bool isRenewalDue)
    {
        await OpenAsync();
        Running(RootStatus.RenewalDueAt(RotationPhase.AwaitingFinish));
        string then = isRenewalDue ? RootStatus.RenewalDueAt(RotationPhase.AwaitingFinish) : RootStatus.At(RotationPhase.AwaitingFinish);
        await WakeInVainAsync(whileWaiting: () => Running(then)).WaitAsync(TestContext.Current.CancellationToken);
        VerifyEnded(Times.Never());
        VerifyStarted(Times.Once()); // which a live one refuses
    }

    [Theory]
    [InlineData(RotationPhase.AwaitingFinish)]
    [InlineData(RotationPhase.Completed)]
    public async Task One_that_is_over_but_for_its_watch_is_ended_and_a_new_one_is_started(RotationPhase phase)
    {
        RotationRecord rotation = await OpenAsync();
        OverButForItsWatch(RootStatus.OverAt(phase));
        await _waker.EnsureAsync(_client.Object, rotation, Stop);
        VerifyEnded(Times.Once());
        VerifyStarted(Times.Exactly(2)); // of which the first was refused
    }

    [Fact]
    public async Task Where_the_engine_renews_by_itself_one_that_is_over_but_for_its_watch_is_replaced_too()
    {
        RotationRecord rotation = await OpenAsync();
        OverButForItsWatch(RootStatus.OverAt(RotationPhase.AwaitingFinish));
        await _waker.RenewAsync(_client.Object, rotation, Stop);
        VerifyEnded(Times.Once());
        VerifyStarted(Times.Exactly(2));
    }

    [Theory]
    [InlineData(1, 0, "this one's: a person says when it goes on")]
    [InlineData(-1, 2, "an earlier rotation's")]
    public async Task Where_the_engine_renews_by_itself_one_that_failed_stays_unless_it_is_an_earlier_rotations(
        int minutes,
        int started,
        string whose)
    {
        RotationRecord rotation = await OpenAsync();
        OverButForItsWatch(RootStatus.FailedAt(RotationPhase.AwaitingFinish, new IOException()), rotation.CreatedAt.AddMinutes(minutes));
        Assert.True(await _waker.RenewAsync(_client.Object, rotation, Stop), whose);
        VerifyStarted(Times.Exactly(started));
    }

    [Fact]
    public async Task One_that_failed_but_for_its_watch_parks_its_rotation_and_is_replaced()
    {
        RotationRecord rotation = await OpenAsync(
            static current => current with { Phase = RotationPhase.RotatingOneAgents, StartTookEffect = true });
        OverButForItsWatch(RootStatus.FailedAt(
            RotationPhase.RotatingOneAgents,
            new ActivityFailedException("ReadCommand", "IOException", "out of reach")));
        await _waker.WakeAllAsync(_client.Object, Stop);
        RotationRecord parked = await _rotations.GetAsync(rotation.RotationId, Stop);
        Assert.Equal((RotationPhase.Parked, ParkCodes.StepFailed), (parked.Phase, parked.ParkReason!.Code));
        Assert.Contains("out of reach", parked.ParkReason.Message, StringComparison.Ordinal);
        VerifyEnded(Times.Once());
        VerifyStarted(Times.Exactly(2));
    }

    [Theory]
    [InlineData(RotationPhase.AwaitingFinish, 1)]
    [InlineData(RotationPhase.Completed, 0)]
    public async Task One_that_ended_for_a_new_one_gets_it_and_one_that_is_over_does_not(RotationPhase ended, int started)
    {
        RotationRecord rotation = await OpenAsync();
        string output = System.Text.Json.JsonSerializer.Serialize(
            new RotationOrchestrator.Result(rotation.RotationId, ended),
            DurableJson.Options);
        _client.Setup(static client => client.GetInstanceAsync(Instance, It.IsAny<CancellationToken>()))
            .ReturnsAsync(InState(OrchestrationRuntimeStatus.Completed) with { OutputJson = output });
        await _waker.RenewAsync(_client.Object, rotation, Stop);
        VerifyStarted(Times.Exactly(started));
    }

    [Fact]
    public async Task One_of_an_earlier_rotation_that_has_ended_is_no_reason_not_to_start_this_one()
    {
        RotationRecord rotation = await OpenAsync();
        string output = System.Text.Json.JsonSerializer.Serialize(
            new RotationOrchestrator.Result("rot-earlier", RotationPhase.Cancelled),
            DurableJson.Options);
        _client.Setup(static client => client.GetInstanceAsync(Instance, It.IsAny<CancellationToken>()))
            .ReturnsAsync(InState(OrchestrationRuntimeStatus.Completed) with { OutputJson = output });
        Assert.True(await _waker.RenewAsync(_client.Object, rotation, Stop));
        VerifyStarted(Times.Once());
    }

    [Theory]
    [InlineData(-1, false, "an earlier rotation's")]
    [InlineData(1, true, "this one's")]
    public async Task One_that_lives_is_to_be_asked_for_again_soon_when_it_is_an_earlier_rotations(int minutes, bool isDriven, string whose)
    {
        RotationRecord rotation = await OpenAsync();
        Ended(OrchestrationRuntimeStatus.Running, rotation.CreatedAt.AddMinutes(minutes));
        Assert.True(isDriven == await _waker.RenewAsync(_client.Object, rotation, Stop), whose);
        VerifyStarted(Times.Never());
    }

    [Fact]
    public async Task A_completed_rotation_whose_sweep_has_not_ended_gets_its_sweep_and_no_other()
    {
        RotationRecord rotation = await OpenAsync(static current => current with
        {
            Phase = RotationPhase.Completed,
            SweepUntil = Some.Now.AddDays(14),
            CommandsSweptAt = Some.Now,
        });
        await _waker.WakeAllAsync(_client.Object, Stop);
        _client.Verify(
            client => client.ScheduleNewOrchestrationInstanceAsync(
                SweepOrchestrator.Name,
                It.IsAny<RotationInput>(),
                $"sweep-{rotation.RotationId}",
                It.IsAny<CancellationToken>()),
            Times.Once);
        _client.VerifyNoOtherCalls();
    }

    [Theory]
    [InlineData(RotationPhase.Completed)]
    [InlineData(RotationPhase.Cancelled)]
    [InlineData(RotationPhase.Abandoned)]
    public async Task A_rotation_that_ended_in_any_way_has_its_run_commands_deleted(RotationPhase phase)
    {
        RotationRecord rotation = await OpenAsync(current => current with { Phase = phase, CommandsLeft = 2 });
        await _waker.WakeAllAsync(_client.Object, Stop);
        _client.Verify(
            client => client.ScheduleNewOrchestrationInstanceAsync(
                RunCommandDeletionOrchestrator.Name,
                It.IsAny<RotationInput>(),
                $"commands-{rotation.RotationId}",
                It.IsAny<CancellationToken>()),
            Times.Once);
        _client.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task A_rotation_whose_sweep_has_ended_gets_none()
    {
        await OpenAsync(static current => current with
        {
            Phase = RotationPhase.Completed,
            SweepUntil = Some.Now,
            SweepEndedAt = Some.Now,
            CommandsSweptAt = Some.Now,
        });
        await _waker.WakeAllAsync(_client.Object, Stop);
        _client.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task One_that_cannot_be_woken_is_told_and_keeps_no_other_asleep()
    {
        RotationOptions options = Some.Options();
        EnvironmentOptions first = options.Environments[0];
        RotationWaker waker = WakerOf(options with
        {
            Environments = [new() { Id = "sim00000", ApiUrl = first.ApiUrl, ApiTokenSecret = "a", TenantTokenSecret = "b" }, first],
        });
        await OpenAsync();
        await _rotations.OpenAsync(new RotationRequest("sim00000", "rachel"), Stop);
        _client.Setup(static client => client.ScheduleNewOrchestrationInstanceAsync(
            It.IsAny<OrchestratorName<RotationInput, RotationOrchestrator.Result>>(),
            It.IsAny<RotationInput>(),
            "rotation-sim00000",
            It.IsAny<CancellationToken>()))
            .ThrowsAsync(new IOException("the task hub is out of reach"));

        AggregateException thrown = await Assert.ThrowsAsync<AggregateException>(() => waker.WakeAllAsync(_client.Object, Stop));

        Assert.IsType<IOException>(Assert.Single(thrown.InnerExceptions));
        _client.Verify(
            static client => client.ScheduleNewOrchestrationInstanceAsync(
                RotationOrchestrator.Name,
                It.IsAny<RotationInput>(),
                Instance,
                It.IsAny<CancellationToken>()),
            Times.Once);
    }

    private RotationWaker WakerOf(RotationOptions options)
    {
        AuditTrail audit = new(_store, _time);
        return new(options, _rotations, new GateLedger(_store, _time, audit), audit, _time);
    }

    private async Task<RotationRecord> OpenAsync(Func<RotationRecord, RotationRecord>? change = null)
    {
        RotationRecord rotation = await _rotations.OpenAsync(new RotationRequest(Environment, "rachel"), Stop);
        return change is null ? rotation : await _rotations.UpdateAsync(rotation.RotationId, change, Stop);
    }

    private void Ended(OrchestrationRuntimeStatus status, DateTimeOffset created)
        => _client.Setup(static client => client.GetInstanceAsync(Instance, It.IsAny<CancellationToken>()))
            .ReturnsAsync(new OrchestrationMetadata(
                Instance,
                "Rotation",
                status,
                created,
                created,
                FailureType: "System.Exception",
                FailureMessage: "it broke ***"));

    private void Running(string status, DateTimeOffset? created = null)
        => _client.Setup(static client => client.GetInstanceAsync(Instance, It.IsAny<CancellationToken>()))
            .ReturnsAsync(InState(OrchestrationRuntimeStatus.Running) with
            {
                CreatedAt = created ?? Some.Now,
                CustomStatusJson = System.Text.Json.JsonSerializer.Serialize(status),
            });

    /// <summary>A live instance whose code has returned. It is refused another one until it is ended.</summary>
    private void OverButForItsWatch(string status, DateTimeOffset? created = null)
    {
        Running(status, created);
        bool isEnded = false;
        _client.Setup(static client => client.TerminateInstanceAsync(Instance, It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Callback(() => isEnded = true)
            .Returns(Task.CompletedTask);
        _client.Setup(static client => client.WaitForInstanceCompletionAsync(Instance, It.IsAny<CancellationToken>()))
            .ReturnsAsync(InState(OrchestrationRuntimeStatus.Terminated));
        _client.Setup(static client => client.ScheduleNewOrchestrationInstanceAsync(
            RotationOrchestrator.Name,
            It.IsAny<RotationInput>(),
            Instance,
            It.IsAny<CancellationToken>()))
            .Returns(
                () => isEnded ? Task.FromResult(Instance) : Task.FromException<string>(new OrchestrationAlreadyExistsException(Instance)));
    }

    private static OrchestrationMetadata InState(OrchestrationRuntimeStatus status)
        => new(Instance, "Rotation", status, Some.Now, Some.Now);

    private void VerifyStarted(Times times) => _client.Verify(
        static client => client.ScheduleNewOrchestrationInstanceAsync(
            RotationOrchestrator.Name,
            It.IsAny<RotationInput>(),
            Instance,
            It.IsAny<CancellationToken>()),
        times);

    private void VerifyTold(Times times)
        => _client.Verify(
            static client => client.RaiseEventAsync(
                Instance,
                OperatorCommand.EventName,
                It.IsAny<object?>(),
                It.IsAny<CancellationToken>()),
            times);

    private async Task WakeInVainAsync(Action whileWaiting)
    {
        TaskCompletionSource waits = new();
        _client.Setup(static client => client.WaitForInstanceCompletionAsync(Instance, It.IsAny<CancellationToken>()))
            .Returns(async (string _, CancellationToken limit) =>
            {
                if (waits.TrySetResult())
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, limit);
                }

                return InState(OrchestrationRuntimeStatus.Terminated);
            });
        Task waking = _waker.WakeAllAsync(_client.Object, Stop);
        await waits.Task;
        whileWaiting();
        _time.Advance(TimeSpan.FromSeconds(10));
        await waking;
    }

    private void VerifyEnded(Times times)
        => _client.Verify(
            static client => client.TerminateInstanceAsync(Instance, It.IsAny<string>(), It.IsAny<CancellationToken>()),
            times);
}
