using System.Net;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Watching;
using TenantTokens.Shared.Tests.Rotations.Watching;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations.InForce;

/// <summary>The token that Dynatrace gives to installers is ours, or somebody else has been there.</summary>
public sealed class TokenInForceTests : LookTest
{
    [Fact]
    public async Task The_old_token_in_force_holds_and_resuming_does_not_make_it_pass()
    {
        await StartedAsync();
        World.AgentToken = WatchWorld.Old;
        Assert.Equal(ParkCodes.CancelledBySomebodyElse, (await LookAsync()).HoldCode);
        await ParkAndResumeAsync(ParkCodes.CancelledBySomebodyElse);
        WatchVerdict again = await LookAsync();
        Assert.Equal(ParkCodes.CancelledBySomebodyElse, again.HoldCode);
        Assert.DoesNotContain(WatchWorld.Old, again.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_third_token_in_force_holds_whatever_else_cannot_be_read()
    {
        await StartedAsync();
        World.AgentToken = "somebodyElses16x";
        World.Broken[OneAgents] = HttpStatusCode.Forbidden;
        World.Broken[GatewayInfo] = HttpStatusCode.Forbidden;
        World.Broken[Metrics] = HttpStatusCode.Forbidden;
        WatchVerdict verdict = await LookAsync();
        Assert.Equal((ParkCodes.ForeignToken, true), (verdict.HoldCode, verdict.IsInconclusive));
        Assert.DoesNotContain("somebodyElses16x", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_third_token_that_a_person_has_answered_is_not_asked_about_again_and_another_one_is()
    {
        await StartedAsync();
        await World.TargetsAsync(Some.Target("1", TargetState.Rotated), Some.Target("2"), Some.Target("4"));
        World.AgentToken = "somebodyElses16x";
        World.Goes("4", "LOST");
        WatchVerdict asked = await LookAsync();
        Assert.Equal(ParkCodes.ForeignToken, asked.HoldCode);
        Assert.Contains("1 of 1 on the new token, 1 of 2 on the old one.", asked.Message, StringComparison.Ordinal);

        await ParkAndResumeAsync(ParkCodes.ForeignToken);
        Assert.Equal(ParkCodes.ForeignToken, (await LookAsync()).HoldCode); // resume looks again

        await World.ChangeAsync(static rotation => rotation with { AnsweredForeignToken = rotation.ForeignToken });
        Assert.NotEqual(ParkCodes.ForeignToken, (await LookAsync()).HoldCode);

        World.AgentToken = "yetSomebodyElse16";
        Assert.Equal(ParkCodes.ForeignToken, (await LookAsync()).HoldCode);
    }

    [Fact]
    public async Task The_token_is_asked_for_every_five_minutes_only()
    {
        await StartedAsync();
        for (int minute = 0; minute <= 10; minute++)
        {
            await LookAsync();
            World.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(3, World.Asked.Count(static path => path == AgentInfo));
        Assert.Equal(11, World.Asked.Count(static path => path == Metrics) - 1); // one was the baseline's
    }

    [Fact]
    public async Task Before_start_took_effect_the_token_is_not_asked_for()
    {
        await World.RotationAsync(RotationPhase.Starting, owned: false);
        World.AgentToken = WatchWorld.Old;
        Assert.Null((await LookAsync()).HoldCode);
        Assert.DoesNotContain(AgentInfo, World.Asked);
    }

    [Fact]
    public async Task Another_token_for_ActiveGates_is_noted_and_does_not_hold()
    {
        await StartedAsync();
        World.GatewayToken = WatchWorld.Old;
        Assert.Null((await LookAsync()).HoldCode);
        Assert.True((await RotationAsync()).GatewayTokenDiffers);
        World.Time.Advance(TimeSpan.FromMinutes(5));
        await LookAsync();
        Assert.Single(await World.AuditAsync("gateway-token"));

        World.GatewayToken = WatchWorld.New;
        World.Time.Advance(TimeSpan.FromMinutes(5));
        await LookAsync();
        Assert.False((await RotationAsync()).GatewayTokenDiffers);
        Assert.Equal(2, (await World.AuditAsync("gateway-token")).Count);
    }

    [Fact]
    public async Task The_same_token_for_ActiveGates_is_nothing_to_tell()
    {
        await StartedAsync();
        await LookAsync();
        Assert.False((await RotationAsync()).GatewayTokenDiffers);
        Assert.Empty(await World.AuditAsync("gateway-token"));
    }
}
