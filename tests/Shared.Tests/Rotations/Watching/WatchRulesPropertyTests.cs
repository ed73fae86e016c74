using CsCheck;
using TenantTokens.Configuration.Options;
using TenantTokens.Rotations;
using TenantTokens.Rotations.InForce;
using TenantTokens.Rotations.Watching;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Watching;

public sealed class WatchRulesPropertyTests
{
    private static readonly RotationPhase[] _open = [.. Enum.GetValues<RotationPhase>().Where(static phase => !phase.IsTerminal())];

    private static readonly Gen<WatchOptions> _options = Gen.Select(
        Gen.Int[0, 50],
        Gen.Int[0, 50],
        Gen.Int[0, 60],
        static (rejected, percent, grace) => new WatchOptions
        {
            RejectedTolerance = rejected,
            OnlineTolerancePercent = percent,
            Grace = TimeSpan.FromMinutes(grace),
        });

    private static readonly Gen<RotationRecord> _rotations = Gen.Select(
        Gen.Int[0, _open.Length - 1].Select(static number => _open[number]),
        Gen.Int[0, _open.Length - 1].Select(static number => _open[number]),
        Gen.Bool,
        static (phase, from, owned) => Some.Rotation(phase) with
        {
            StartTookEffect = owned,
            ParkedFrom = phase is RotationPhase.Parked ? from : null,
        });

    /// <summary>Each zone: online and excused before, agents more now, agents that went from online to excused.</summary>
    private static readonly Gen<(int Online, int Excused, int More, int Went)[]> _zones = Gen.Select(
        Gen.Int[0, 500],
        Gen.Int[0, 20],
        Gen.Int[0, 50],
        Gen.Int[0, 500]).Array[0, 8];

    [Fact]
    public void Nothing_worse_than_the_baseline_is_never_held()
        => Gen.Select(_zones, Gen.Double[0, 100], Gen.Double[0, 1], _options, _rotations, Gen.Bool).Sample(
            static (zones, rejected, share, options, rotation, isSoaking) =>
            {
                WatchBaseline baseline = Baseline(zones, rejected);
                WatchLook look = new(Some.Now.AddHours(1))
                {
                    RejectedPerMinute = rejected * share,
                    Zones = Now(
                        zones,
                        static zone => new(
                            zone.Online + zone.More - Math.Min(zone.Went, zone.Online),
                            zone.Excused + Math.Min(zone.Went, zone.Online))),
                    StrictZones = isSoaking ? [.. baseline.Zones.Keys] : [],
                    IsSoaking = isSoaking,
                    Token = rotation.StartTookEffect ? TokenInForce.New : TokenInForce.Old,
                };

                Assert.Equal(new WatchVerdict(), WatchRules.Evaluate(rotation, baseline, new(), look, options));
            },
            iter: 1000);

    [Fact]
    public void A_token_in_force_that_is_neither_of_ours_always_holds()
        => Gen.Select(_zones, Gen.Double[0, 100], Gen.Double[0, 100].Nullable(), _options, _rotations, Gen.Bool).Sample(
            static (zones, before, now, options, rotation, isAnswered) =>
            {
                WatchLook look = new(Some.Now.AddHours(1))
                {
                    RejectedPerMinute = now,
                    MetricUnavailable = now is null ? "none" : null,
                    Zones = isAnswered ? Now(zones, static zone => new(zone.Online, zone.Excused)) : null,
                    Token = TokenInForce.Foreign,
                };
                WatchState state = new()
                {
                    MetricAnswered = isAnswered,
                    AcceptedRejectedPerMinute = isAnswered ? 1e6 : null,
                    Asked = new(ParkCodes.ForeignToken, Some.Now, null, new Dictionary<string, int>()),
                };

                Assert.Equal(
                    ParkCodes.ForeignToken,
                    WatchRules.Evaluate(rotation with { StartTookEffect = true }, Baseline(zones, before), state, look, options).HoldCode);
            },
            iter: 1000);

    [Fact]
    public void What_a_human_accepted_is_not_asked_again_and_anything_worse_is()
        => Gen.Select(_zones, Gen.Double[0, 100], Gen.Double[0.1, 100], Gen.Int[1, 500], _options).Sample(
            static (zones, before, rise, losses, options) =>
            {
                RotationRecord rotation = Some.Rotation(RotationPhase.RotatingOneAgents) with { StartTookEffect = true };
                WatchBaseline baseline = Baseline(zones, before);
                WatchLook look = new(Some.Now.AddHours(1))
                {
                    RejectedPerMinute = before + options.RejectedTolerance + rise,
                    Zones = Now(zones, zone => new(Math.Max(0, zone.Online - losses), zone.Excused)),
                    Token = TokenInForce.New,
                };
                WatchState state = new();
                WatchVerdict verdict = WatchRules.Evaluate(rotation, baseline, state, look, options);
                int questions = 0;
                while (verdict.HoldCode is { } code)
                {
                    Assert.True(++questions <= 2, $"asked a third time: {code}");
                    state = WatchMemory.After(rotation, baseline, state, look, verdict, options);
                    state = WatchMemory.TakeAnswer(state, rotation with { LastParkReason = new(code, "", look.At) });
                    verdict = WatchRules.Evaluate(rotation, baseline, state, look, options);
                }

                Assert.True(questions > 0);
                Assert.Equal(
                    ParkCodes.RejectedMessagesRose,
                    WatchRules.Evaluate(
                        rotation,
                        baseline,
                        state,
                        look with { RejectedPerMinute = look.RejectedPerMinute + 1 },
                        options).HoldCode);
            },
            iter: 500);

    private static WatchBaseline Baseline((int Online, int Excused, int More, int Went)[] zones, double rejected)
        => new(Some.Now, rejected, null, Now(zones, static zone => new(zone.Online, zone.Excused)));

    private static Dictionary<string, ZoneOnline> Now(
        (int Online, int Excused, int More, int Went)[] zones,
        Func<(int Online, int Excused, int More, int Went), ZoneOnline> count)
        => zones.Select((zone, number) => (Name: $"zone-{number}", Count: count(zone)))
            .ToDictionary(static zone => zone.Name, static zone => zone.Count);
}
