using TenantTokens.Configuration.Options;
using TenantTokens.Local.Following;
using TenantTokens.Rotations;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Local.Tests.Following;

/// <summary>A rotation that waits for its window says so.</summary>
public sealed class WindowTextTests
{
    private static readonly ScheduleOptions _nightly = new()
    {
        Cron = "0 2 1 * *",
        Windows = [new() { From = TimeSpan.FromHours(22), To = TimeSpan.FromHours(24) }],
    };

    [Fact]
    public void A_closed_window_is_named_with_when_it_opens()
    {
        string? text = WindowText.Of(Some.Rotation(RotationPhase.RotatingOneAgents), _nightly, Some.Now);

        Assert.NotNull(text);
        Assert.StartsWith("No new wave begins now: ", text, StringComparison.Ordinal);
        Assert.EndsWith("It goes on at 2026-03-01 22:00 UTC.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_open_window_is_not_spoken_of()
        => Assert.Null(WindowText.Of(Some.Rotation(RotationPhase.RotatingOneAgents), _nightly, Some.Now.AddHours(11)));

    [Theory]
    [InlineData(RotationPhase.AwaitingFinish)]
    [InlineData(RotationPhase.RollingBack)]
    [InlineData(RotationPhase.Completed)]
    public void A_phase_that_waits_for_no_window_does_not_name_one(RotationPhase phase)
        => Assert.Null(WindowText.Of(Some.Rotation(phase), _nightly, Some.Now));

    [Fact]
    public void An_emergency_goes_past_windows_and_does_not_name_one()
        => Assert.Null(WindowText.Of(Some.Rotation(RotationPhase.RotatingOneAgents) with { Emergency = true }, _nightly, Some.Now));

    [Fact]
    public void Without_a_schedule_there_is_no_window()
        => Assert.Null(WindowText.Of(Some.Rotation(RotationPhase.RotatingOneAgents), null, Some.Now));
}
