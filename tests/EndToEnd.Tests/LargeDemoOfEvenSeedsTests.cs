using TenantTokens.EndToEnd.Tests.Infrastructure;
using TenantTokens.Tooling;

namespace TenantTokens.EndToEnd.Tests;

/// <summary>The other half of <see cref="LargeDemoTests"/>, beside the first.</summary>
public sealed class LargeDemoOfEvenSeedsTests
{
    [Theory(Skip = Suite.LongForm, SkipType = typeof(Suite), SkipUnless = nameof(Suite.IsFull))]
    [MemberData(nameof(DemoWorld.EvenSeeds), MemberType = typeof(DemoWorld))]
    public Task A_fleet_is_rotated_and_nothing_is_lost(int seed) => DemoWorld.IsRotatedAndNothingIsLostAsync(machines: 50, seed);
}
