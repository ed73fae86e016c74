using TenantTokens.Fleet.Targets;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Fleet.Targets;

public sealed class ClockSkewTests
{
    public static IEnumerable<TheoryDataRow<int, int, int, long>> Skews { get; } =
    [
        new(0, 60, 30, 0) { TestDisplayName = "in between" },
        new(0, 60, -10, -9) { TestDisplayName = "ten seconds before the send" },
        new(0, 60, 7260, 7199) { TestDisplayName = "two hours fast" },
        new(0, 60, -7200, -7199) { TestDisplayName = "two hours slow" },
        new(60, 0, 60, 0) { TestDisplayName = "an answer that seems older than its send" },
    ];

    [Theory]
    [MemberData(nameof(Skews))]
    public void The_skew_is_what_cannot_be_explained_by_the_way_to_the_host_and_back(int sent, int answered, int host, long seconds)
        => Assert.Equal(seconds, At(sent, answered, host).Seconds);

    public static IEnumerable<TheoryDataRow<long, int, int, bool>> Moves { get; } =
    [
        new(0, 60, 30, false) { TestDisplayName = "the same clock" },
        new(7200, 900, 900 + 7200, false) { TestDisplayName = "a slow way explains it" },
        new(7200, 60, 900 + 7200, true) { TestDisplayName = "a fast way does not explain it" },
        new(0, 60, 60 + 120, false) { TestDisplayName = "two minutes are borne" },
        new(0, 60, 60 + 123, true) { TestDisplayName = "forward by more" },
        new(0, 60, -123, true) { TestDisplayName = "backward by more" },
        new(7200, 60, 30, true) { TestDisplayName = "from fast to right" },
        new(0, 60, 7230, true) { TestDisplayName = "from right to fast" },
    ];

    [Theory]
    [MemberData(nameof(Moves))]
    public void A_clock_has_moved_when_the_probe_can_no_longer_be_true(long probed, int answered, int host, bool moved)
        => Assert.Equal(moved, At(sent: 0, answered, host).HasMovedFrom(probed));

    private static ClockSkew At(int sent, int answered, int host)
        => ClockSkew.From(Some.Now.AddSeconds(sent), Some.Now.AddSeconds(answered), Some.Now.AddSeconds(host).ToUnixTimeSeconds());
}
