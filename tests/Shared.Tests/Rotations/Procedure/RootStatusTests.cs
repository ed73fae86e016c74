using TenantTokens.Durable;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Procedure;

public sealed class RootStatusTests
{
    private static readonly ActivityFailedException _outOfReach = new("ReadCommand", "IOException", "out of reach");

    [Fact]
    public void Each_status_says_what_it_says_and_nothing_else()
    {
        string[] all =
        [
            RootStatus.At(RotationPhase.Parked),
            RootStatus.RenewalDueAt(RotationPhase.Parked),
            RootStatus.OverAt(RotationPhase.Parked),
            RootStatus.FailedAt(RotationPhase.Parked, _outOfReach),
        ];
        Assert.All(all, static status => Assert.StartsWith("Parked", status, StringComparison.Ordinal));
        Assert.Equal([false, true, false, false], all.Select(RootStatus.IsRenewalDue));
        Assert.Equal([false, false, true, true], all.Select(RootStatus.IsOver));
        Assert.Equal([null, null, null, _outOfReach.Message], all.Select(RootStatus.FailureIn));
    }

    [Fact]
    public void No_status_says_nothing()
        => Assert.Equal((false, false, null), (RootStatus.IsRenewalDue(null), RootStatus.IsOver(null), RootStatus.FailureIn(null)));

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Failed, "it broke", "it broke")]
    [InlineData(OrchestrationRuntimeStatus.Failed, null, "")]
    [InlineData(OrchestrationRuntimeStatus.Terminated, "enough", "enough")]
    [InlineData(OrchestrationRuntimeStatus.Terminated, null, "It was terminated.")]
    [InlineData(OrchestrationRuntimeStatus.Terminated, RootStatus.Replaced, null)]
    [InlineData(OrchestrationRuntimeStatus.Completed, null, null)]
    [InlineData(OrchestrationRuntimeStatus.Running, null, null)]
    public void One_that_gives_way_to_the_next_has_not_stopped(OrchestrationRuntimeStatus status, string? message, string? why)
        => Assert.Equal(
            why,
            RootStatus.WhyStopped(new("rotation-sim00001", "Rotation", status, Some.Now, Some.Now, FailureMessage: message)));

    [Fact]
    public void One_that_failed_beside_its_watch_has_stopped_although_it_lives()
    {
        OrchestrationMetadata live = new("rotation-sim00001", "Rotation", OrchestrationRuntimeStatus.Running, Some.Now, Some.Now);
        string status = System.Text.Json.JsonSerializer.Serialize(RootStatus.FailedAt(RotationPhase.Parked, _outOfReach));
        Assert.Equal(_outOfReach.Message, RootStatus.WhyStopped(live with { CustomStatusJson = status }));
        Assert.Null(RootStatus.WhyStopped(null));
    }

    [Fact]
    public void A_failure_that_is_no_activitys_is_told_by_its_kind_alone()
        => Assert.Equal(
            "InvalidOperationException",
            RootStatus.FailureIn(RootStatus.FailedAt(RotationPhase.Starting, new InvalidOperationException("a secret"))));

    [Fact]
    public void A_long_failure_is_cut_to_a_thousand_characters()
        => Assert.Equal(
            1_000,
            RootStatus.FailureIn(
                RootStatus.FailedAt(RotationPhase.Starting, new ActivityFailedException("a", "b", new string('c', 20_000))))!.Length);
}
