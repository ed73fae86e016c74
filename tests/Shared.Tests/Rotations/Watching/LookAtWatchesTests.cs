using System.Net;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Rotations.Watching;
using TenantTokens.Testing.Vault;

namespace TenantTokens.Shared.Tests.Rotations.Watching;

/// <summary>
/// The looks, over the real clients and a ledger: the fleet as it was, an inventory that cannot be read, a claim that is lost.
/// </summary>
public sealed class LookAtWatchesTests : LookTest
{
    [Fact]
    public async Task A_fleet_as_it_was_is_not_held_and_no_target_is_read_or_changed()
    {
        await StartedAsync();
        Assert.Equal(new WatchVerdict(), await LookAsync());
        Assert.Equal(new WatchVerdict(), await LookAsync());
        Assert.Null((await RotationAsync()).ParkReason);
    }

    [Fact]
    public async Task An_inventory_that_cannot_be_read_for_a_while_holds()
    {
        await StartedAsync();
        World.Broken[OneAgents] = HttpStatusCode.InternalServerError;
        Assert.Equal(new WatchVerdict(IsInconclusive: true), await LookAsync());
        World.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(ParkCodes.WatchBlind, (await LookAsync()).HoldCode);
    }

    [Fact]
    public async Task A_claim_that_another_copy_has_taken_over_is_held_and_names_it()
    {
        await StartedAsync();
        Assert.Null((await LookAsync()).HoldCode);
        FakeKeyVault.SecretVersion claim = World.Vault.Add(ClaimName.From("sim00001"), "");
        claim.Tags = new() { ["copy"] = "other", ["rotation"] = "rot-9", ["who"] = "anna", ["where"] = "laptop" };

        WatchVerdict verdict = await LookAsync();

        Assert.Equal(ParkCodes.ClaimLost, verdict.HoldCode);
        Assert.Contains("anna at laptop (rot-9", verdict.Message, StringComparison.Ordinal);
        Assert.Equal("laptop", (await RotationAsync()).ClaimHeldBy);
    }

    [Fact]
    public async Task A_vault_that_does_not_answer_holds_no_watch()
    {
        await StartedAsync();
        World.Vault.Outage = 403; // which Azure's client does not try again

        Assert.Null((await LookAsync()).HoldCode);
    }
}
