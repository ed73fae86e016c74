using Moq;
using TenantTokens.Durable;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Procedure;

namespace TenantTokens.Shared.Tests.Rotations.Driving;

/// <summary>When the waker ends a root and starts the next one, and when it leaves it alone.</summary>
public sealed class OrchestrationTurnoverTests : RotationWakerTest
{
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
}
