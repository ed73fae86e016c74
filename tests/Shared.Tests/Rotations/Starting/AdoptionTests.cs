using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Starting;
using TenantTokens.Shared.Tests.Rotations.Calls;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Starting;

/// <summary>
/// Somebody else's rotation is taken over once the approvers have allowed it, and where the vault has the token of the hosts.
/// </summary>
public sealed class AdoptionTests : StartTest
{
    [Fact]
    public async Task A_foreign_rotation_is_taken_over_once_the_approvers_have_allowed_it()
    {
        string old = World.InForce;
        await World.PlannedAsync(Probed("web-01", old));
        World.Fates.Enqueue("403");
        await StartAsync();
        World.Start(); // somebody else
        await StartAsync();
        await World.ChangeAsync(static current => current with { AdoptionAsked = true });
        Assert.Equal(StartVerdict.AskToAdopt, (await StartAsync()).Verdict);

        await World.ChangeAsync(static current => current with { AdoptGateId = "adopt-1" });
        Assert.Equal(StartVerdict.Started, (await StartAsync()).Verdict);

        RotationRecord rotation = await World.RotationAsync();
        Assert.Equal(
            (CallWorld.FingerprintOf(old), CallWorld.FingerprintOf(World.InForce)),
            (rotation.OldToken!.Fingerprint, rotation.NewToken!.Fingerprint));
    }

    [Fact]
    public async Task A_foreign_rotation_that_was_open_before_ours_is_taken_over_when_the_vault_has_the_token_of_the_hosts()
    {
        string old = World.InForce;
        string version = World.Vault.Add("tenant-token", old).Version;
        World.Start(); // somebody else, before we begin
        await World.PlannedAsync(Probed("web-01", old), Probed("web-02", old));
        Assert.Equal(ParkCodes.ForeignRotation, (await StartAsync()).Code);
        await World.ChangeAsync(static current => current with { AdoptionAsked = true, AdoptGateId = "adopt-1" });

        Assert.Equal(StartVerdict.Started, (await StartAsync()).Verdict);

        RotationRecord rotation = await World.RotationAsync();
        Assert.Equal(new TokenReference(version, CallWorld.FingerprintOf(old)), rotation.OldToken);
        Assert.Equal(CallWorld.FingerprintOf(World.InForce), rotation.NewToken!.Fingerprint);
    }

    [Fact]
    public async Task A_foreign_rotation_is_not_taken_over_when_the_vault_lacks_the_token_of_the_hosts()
    {
        string old = World.InForce;
        World.Start();
        await World.PlannedAsync(Probed("web-01", old));
        await StartAsync();
        await World.ChangeAsync(static current => current with { AdoptionAsked = true, AdoptGateId = "adopt-1" });

        StartRotation.Result outcome = await StartAsync();

        Assert.Equal(ParkCodes.AdoptionImpossible, outcome.Code);
        Assert.Contains("No enabled version of the vault secret tenant-token", outcome.Message, StringComparison.Ordinal);
        Assert.False((await World.RotationAsync()).StartTookEffect);
    }

    [Fact]
    public async Task A_foreign_rotation_is_not_taken_over_when_hosts_differ()
    {
        string old = World.InForce;
        World.Vault.Add("tenant-token", old);
        World.Start();
        await World.PlannedAsync(Probed("web-01", old), Probed("web-02", "other0Yw93v8sU9b1"));
        await StartAsync();
        await World.ChangeAsync(static current => current with { AdoptionAsked = true, AdoptGateId = "adopt-1" });

        StartRotation.Result outcome = await StartAsync();

        Assert.Equal(ParkCodes.AdoptionImpossible, outcome.Code);
        Assert.Contains("oneagent/web-02", outcome.Message, StringComparison.Ordinal);
    }

    private static TargetRecord Probed(string name, string token)
        => Some.Target(name) with
        {
            Probe = new(Some.Now, ClockSkewSeconds: 0, CallWorld.FingerprintOf(token), Version: null, HostId: null),
        };
}
