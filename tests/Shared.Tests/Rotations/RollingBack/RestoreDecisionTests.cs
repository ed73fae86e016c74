using TenantTokens.Rotations.InForce;
using TenantTokens.Rotations.RollingBack;
using TenantTokens.Rotations.Sending;

namespace TenantTokens.Shared.Tests.Rotations.RollingBack;

/// <summary>The table of docs/restore.md, a row each.</summary>
public sealed class RestoreDecisionTests
{
    [Theory]
    [InlineData(TokenInForce.New, false, false, RestoreOrder.OneAgentsFirst, true)]
    [InlineData(TokenInForce.New, false, true, RestoreOrder.OneAgentsFirst, true)]
    [InlineData(TokenInForce.New, true, false, RestoreOrder.GoForward, false)]
    [InlineData(TokenInForce.New, true, true, RestoreOrder.GoForward, false)]
    [InlineData(TokenInForce.Old, false, false, RestoreOrder.ActiveGatesFirst, false)]
    [InlineData(TokenInForce.Old, false, true, RestoreOrder.ActiveGatesFirst, false)]
    [InlineData(TokenInForce.Old, true, false, RestoreOrder.ActiveGatesFirst, false)]
    [InlineData(TokenInForce.Old, true, true, RestoreOrder.ActiveGatesFirst, false)]
    [InlineData(TokenInForce.Foreign, false, false, RestoreOrder.Ask, false)]
    [InlineData(TokenInForce.Foreign, false, true, RestoreOrder.ActiveGatesFirst, true)]
    [InlineData(TokenInForce.Foreign, true, false, RestoreOrder.GoForward, false)]
    [InlineData(TokenInForce.Foreign, true, true, RestoreOrder.GoForward, false)]
    [InlineData(TokenInForce.Unreadable, false, false, RestoreOrder.LookAgain, false)]
    [InlineData(TokenInForce.Unreadable, false, true, RestoreOrder.LookAgain, false)]
    [InlineData(TokenInForce.Unreadable, true, false, RestoreOrder.GoForward, false)]
    [InlineData(TokenInForce.Unreadable, true, true, RestoreOrder.GoForward, false)]
    [InlineData(TokenInForce.NotAsked, false, false, RestoreOrder.LookAgain, false)]
    [InlineData(TokenInForce.NotAsked, false, true, RestoreOrder.LookAgain, false)]
    [InlineData(TokenInForce.NotAsked, true, false, RestoreOrder.GoForward, false)]
    [InlineData(TokenInForce.NotAsked, true, true, RestoreOrder.GoForward, false)]
    public void What_is_in_force_and_what_is_recorded_decide_who_goes_first(
        TokenInForce agents,
        bool oldTokenIsDead,
        bool isAnswered,
        RestoreOrder order,
        bool isCanaryNeeded)
        => Assert.Equal(new RestoreDecision(order, isCanaryNeeded), RestoreDecision.From(agents, oldTokenIsDead, isAnswered));
}
