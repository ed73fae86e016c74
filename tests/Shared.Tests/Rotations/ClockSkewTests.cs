using TenantTokens.Rotations;
using TenantTokens.Tests.Builders;

namespace TenantTokens.Shared.Tests.Rotations;

public sealed class ClockSkewTests
{
    [Theory]
    [InlineData("in between", 0, 60, 30, 0)]
    [InlineData("ten seconds before the send", 0, 60, -10, -9)]
    [InlineData("two hours fast", 0, 60, 7260, 7199)]
    [InlineData("two hours slow", 0, 60, -7200, -7199)]
    [InlineData("an answer that seems older than its send", 60, 0, 60, 0)]
    public void The_skew_is_what_cannot_be_explained_by_the_way_to_the_host_and_back(string what, int sent, int answered, int host, long seconds)
        => Assert.True(At(sent, answered, host).Seconds == seconds, $"{what}: {At(sent, answered, host)}");

    [Theory]
    [InlineData("the same clock", 0, 30, 0, false)]
    [InlineData("a slow way explains it", 7200, 900 + 7200, 0, false)]
    [InlineData("two minutes are borne", 0, 60 + 120, 0, false)]
    [InlineData("forward by more", 0, 60 + 123, 0, true)]
    [InlineData("backward by more", 0, -123, 0, true)]
    [InlineData("from fast to right", 7200, 30, 0, true)]
    [InlineData("from right to fast", 0, 7230, 0, true)]
    public void A_clock_has_moved_when_the_probe_can_no_longer_be_true(string what, long probed, int host, int sent, bool moved)
        => Assert.True(At(sent, what.StartsWith("a slow", StringComparison.Ordinal) ? 900 : 60, host).HasMovedFrom(probed) == moved, what);

    private static ClockSkew At(int sent, int answered, int host) => ClockSkew.Of(Some.Now.AddSeconds(sent), Some.Now.AddSeconds(answered), Some.Now.AddSeconds(host).ToUnixTimeSeconds());
}
