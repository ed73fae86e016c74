using TenantTokens.EndToEnd.Tests.Infrastructure;
using TenantTokens.Tooling;

namespace TenantTokens.EndToEnd.Tests;

/// <summary>The main job on a fleet of fifty, each with the real script on real files.</summary>
public sealed class LargeDemoTests
{
    [Theory(Skip = Suite.LongForm, SkipType = typeof(Suite), SkipUnless = nameof(Suite.IsFull))]
    [MemberData(nameof(DemoWorld.OddSeeds), MemberType = typeof(DemoWorld))]
    public Task A_fleet_is_rotated_and_nothing_is_lost(int seed) => DemoWorld.IsRotatedAndNothingIsLostAsync(machines: 50, seed);
}
