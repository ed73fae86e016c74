using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Finishing;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.Finishing;

public sealed class RecordTokensLeftTests : ActivityTest
{
    [Fact]
    public async Task Each_touched_target_is_left_on_the_token_that_it_proved_last_and_on_an_unknown_one_when_it_proved_none()
    {
        await World.TargetsAsync(
            Some.Touched("a", TargetState.Rotated),
            Some.Touched("b", TargetState.AlreadyCurrent),
            Some.Touched("c", TargetState.Restored),
            Some.Touched("d", TargetState.Failed));

        Assert.Equal(new RecordTokensLeft.Result(New: 2, Old: 1, Unknown: 1), await RecordAsync());

        Assert.Equal(
            [TokenLeft.New, TokenLeft.New, TokenLeft.Old, TokenLeft.Unknown],
            [await LeftAsync("oa-a"), await LeftAsync("oa-b"), await LeftAsync("oa-c"), await LeftAsync("oa-d")]);
        Assert.Equal(
            "Closed as it is. Of 4 touched targets 2 are on the new token, 1 on the old one, 1 on one of the two, not known which:"
                + " oneagent/d.",
            Assert.Single(await World.AuditAsync("abandoned")).Detail);
    }

    [Fact]
    public async Task A_target_that_nothing_was_sent_to_is_not_counted_and_stays_as_it_is()
    {
        await World.TargetsAsync(Some.Target("a", TargetState.Rotated), Some.Target("b", TargetState.Failed));

        Assert.Equal(new RecordTokensLeft.Result(New: 0, Old: 0, Unknown: 0), await RecordAsync());

        Assert.Equal([null, null], [await LeftAsync("oa-a"), await LeftAsync("oa-b")]);
    }

    [Fact]
    public async Task Done_twice_it_counts_the_same()
    {
        await World.TargetsAsync(Some.Touched("a", TargetState.Rotated), Some.Touched("b", TargetState.Expired));

        Assert.Equal(await RecordAsync(), await RecordAsync());
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(21, true)]
    public async Task The_audit_trail_names_twenty_and_says_that_there_are_more(int unknown, bool areMore)
    {
        await World.TargetsAsync([.. Enumerable.Range(1, unknown).Select(static n => Some.Touched($"web-{n:00}", TargetState.Failed))]);

        await RecordAsync();

        string detail = Assert.Single(await World.AuditAsync("abandoned")).Detail;
        Assert.Equal((20, areMore), (detail.Split("oneagent/").Length - 1, detail.EndsWith(", ....", StringComparison.Ordinal)));
    }

    private Task<RecordTokensLeft.Result> RecordAsync()
        => World.RunAsync<RecordTokensLeft, string, RecordTokensLeft.Result>(WatchWorld.RotationId);

    private async Task<TokenLeft?> LeftAsync(string id) => (await World.TargetAsync(id)).TokenLeft;
}
