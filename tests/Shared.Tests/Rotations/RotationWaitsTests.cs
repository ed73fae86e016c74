using TenantTokens.Configuration;
using TenantTokens.Rotations;

namespace TenantTokens.Shared.Tests.Rotations;

public sealed class RotationWaitsTests
{
    private static readonly RotationWaits _waits = RotationWaits.Of(new PolicyOptions(), emergency: false);

    [Theory]
    [InlineData(0, 60)]
    [InlineData(6, 60)]
    [InlineData(12, 120)]
    [InlineData(24, 240)]
    [InlineData(1000, 240)]
    public void The_longer_a_gate_is_open_the_less_often_it_is_looked_at_up_to_every_four_hours(double hoursOpen, double minutes)
        => Assert.Equal(minutes, _waits.UntilLook(TimeSpan.FromHours(hoursOpen)).TotalMinutes);

    [Fact]
    public void On_the_first_day_there_are_few_looks_and_on_every_further_day_six()
    {
        int[] looks = new int[10];
        for (TimeSpan open = _waits.UntilLook(TimeSpan.Zero); open < TimeSpan.FromDays(10); open += _waits.UntilLook(open))
        {
            looks[open.Days]++;
        }

        Assert.InRange(looks[0], 6, 16);
        Assert.All(looks[1..], static day => Assert.InRange(day, 5, 7));
    }
}
