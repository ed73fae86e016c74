using TenantTokens.Rotations;
using TenantTokens.Rotations.InForce;
using TenantTokens.Rotations.Watching;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Watching;

/// <summary>Looks that show nothing bad but what a test says.</summary>
internal static class Looks
{
    public static RotationRecord Open(RotationPhase phase = RotationPhase.RotatingOneAgents, bool owned = true)
        => Some.Rotation(phase) with { StartTookEffect = owned };

    public static WatchBaseline Baseline(double? rejected = 2, params (string Zone, int Online)[] zones)
        => new(Some.Now, rejected, rejected is null ? "No such metric." : null, Zones(zones.Length > 0 ? zones : [("a", 100), ("b", 3)]));

    public static WatchLook Good(int minute = 10) => new(Some.Now.AddMinutes(minute))
    {
        RejectedPerMinute = 2,
        Zones = Zones(("a", 100), ("b", 3)),
        Token = TokenInForce.New,
    };

    public static Dictionary<string, ZoneOnline> Zones(params (string Zone, int Online)[] zones)
        => zones.ToDictionary(static zone => zone.Zone, static zone => new ZoneOnline(zone.Online, 0));
}
