using System.Security.Cryptography;
using System.Xml.Linq;
using Azure.Security.KeyVault.Secrets;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using TenantTokens.Simulator;
using TenantTokens.Tooling;
using TenantTokens.Web.KeyRing;

namespace TenantTokens.Web.Tests.KeyRing;

/// <summary>The keys of cookies and forms in the vault.</summary>
public sealed class VaultKeyRingTests : RingTest
{
    [Fact]
    public async Task Two_instances_share_the_keys()
    {
        RingInstance one = Start();
        RingInstance other = Start();
        string text = one.Protect("hello");
        Assert.Equal("hello", other.Unprotect(text));
        Assert.Equal("back", one.Unprotect(other.Protect("back")));
        Assert.Single(await Vault.VersionsAsync());
    }

    [Fact]
    public async Task A_restart_keeps_them()
    {
        RingInstance before = Start();
        string text = before.Protect("hello");
        await before.DisposeAsync();
        Assert.Equal("hello", Start().Unprotect(text));
    }

    [Fact]
    public async Task Two_instances_that_each_made_a_first_key_read_what_the_other_one_sealed()
    {
        RingInstance one = Start();
        RingInstance other = Start();
        string ofOne = one.Protect("of one");
        other.AddKey(); // made before it saw the first one's
        string ofOther = other.Protect("of other");
        Assert.Equal(2, (await Vault.VersionsAsync()).Count);
        Assert.Equal("of one", other.Unprotect(ofOne));
        Assert.Throws<CryptographicException>(() => one.Unprotect(ofOther)); // it has just looked
        one.Time.Advance(VaultKeyRing.ReadAgainAfter);
        Assert.Equal("of other", one.Unprotect(ofOther));
    }

    [Fact]
    public async Task A_version_that_has_expired_is_still_read()
    {
        string text = Start().Protect("hello");
        await Vault.ChangeAsync(Assert.Single(await Vault.VersionsAsync()), static version => version.ExpiresOn = DateTimeOffset.UnixEpoch);
        Assert.Equal("hello", Start().Unprotect(text));
        Assert.Single(await Vault.VersionsAsync());
    }

    [Fact]
    public async Task A_version_that_is_disabled_is_not()
    {
        string text = Start().Protect("hello");
        await Vault.ChangeAsync(Assert.Single(await Vault.VersionsAsync()), static version => version.Enabled = false);
        Assert.Throws<CryptographicException>(() => Start().Unprotect(text));
        Assert.Equal(2, (await Vault.VersionsAsync()).Count); // a new key was made in its place
    }

    [Fact]
    public async Task Disabling_a_version_ends_what_it_sealed_within_minutes_in_instances_that_run_too()
    {
        RingInstance running = Start();
        string text = running.Protect("hello");
        await Vault.ChangeAsync(Assert.Single(await Vault.VersionsAsync()), static version => version.Enabled = false);
        Start().AddKey();
        running.Time.Advance(RereadKeyManager.ReadAgainAfter - TimeSpan.FromSeconds(1));
        Assert.Equal("hello", running.Unprotect(text));
        running.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.IsSoAsync(
            () => Task.FromResult(IsRefused(running, text)),
            static () => "the disabled key opens nothing",
            TimeSpan.FromMilliseconds(5),
            Stop);
    }

    [Fact]
    public void Keys_are_read_from_all_pages_of_versions()
    {
        RingInstance one = Start();
        IKey[] keys = [.. Enumerable.Range(0, 12).Select(_ => one.AddKey())]; // the simulator's vault gives five on a page
        Assert.Equal(keys.Select(static key => key.KeyId).Order(), Start().Keys.GetAllKeys().Select(static key => key.KeyId).Order());
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_leaves_two_versions_and_one_key()
    {
        Vault.World.Plant(new Fault(FaultKind.LoseAnswer) { Call = CallName.PutSecret });
        string text = Start().Protect("hello");
        Assert.Equal(2, (await Vault.VersionsAsync()).Count);
        RingInstance next = Start();
        Assert.Equal("hello", next.Unprotect(text));
        Assert.Single(next.Ring.GetAllElements());
    }

    [Fact]
    public async Task A_version_says_what_it_is_and_when_its_key_is_over()
    {
        IKey key = Start().AddKey();
        SecretProperties version = Assert.Single(await Vault.VersionsAsync());
        Assert.Equal(VaultKeyRing.ContentType, version.ContentType);
        Assert.Equal($"key-{key.KeyId}", Assert.Single(version.Tags).Value);
        Assert.Equal(key.ExpirationDate.ToUnixTimeSeconds(), version.ExpiresOn!.Value.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task An_element_that_no_version_can_hold_is_refused_by_name_and_nothing_is_written()
    {
        XElement large = new("key", new string('x', VaultKeyRing.MaxBytes));
        KeyRingException refused = Assert.Throws<KeyRingException>(() => Start().Ring.StoreElement(large, "key-1"));
        string limit = $"a version of {RingVault.Secret} holds at most 25600.";
        Assert.Equal($"The data-protection element key-1 is 25611 bytes long; {limit}", refused.Message);
        await Assert.ThrowsAsync<global::Azure.RequestFailedException>(Vault.VersionsAsync); // there is no such secret
    }

    [Fact]
    public async Task The_largest_element_that_a_version_can_hold_is_taken()
    {
        XElement large = new("key", new string('x', VaultKeyRing.MaxBytes - "<key></key>".Length));
        RingInstance instance = Start();
        instance.Ring.StoreElement(large, "key-1");
        Assert.Single(await Vault.VersionsAsync());
        Assert.Equal(large.Value, Assert.Single(instance.Ring.GetAllElements()).Value);
    }

    [Theory]
    [InlineData("dt0a02.no-key-at-all", "text")]
    [InlineData("<key>dt0a02.no-key-at-all", "half an element")]
    [InlineData("<!DOCTYPE key [<!ENTITY a 'dt0a02.no-key-at-all'>]><key>&a;</key>", "a document type")]
    public async Task A_version_that_holds_no_element_is_named_without_what_it_holds(string value, string what)
    {
        KeyVaultSecret version = await Vault.Client.SetSecretAsync(RingVault.Secret, value, Stop);
        KeyRingException refused = Assert.Throws<KeyRingException>(Start().Ring.GetAllElements);
        string named = $"Version {version.Properties.Version} of the vault secret {RingVault.Secret} holds no data-protection key";
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        Assert.False(refused.ToString().Contains("no-key-at-all", StringComparison.Ordinal), what);
    }

    [Fact]
    public void A_key_is_masked_from_then_on_by_who_made_it_and_by_who_read_it()
    {
        RingInstance maker = Start();
        maker.AddKey();
        RingInstance reader = Start();
        string key = RingInstance.MasterKeyOf(Assert.Single(reader.Ring.GetAllElements()));
        Assert.Equal("the key ***", maker.Scrubber.Scrub($"the key {key}"));
        Assert.Equal("the key ***", reader.Scrubber.Scrub($"the key {key}"));
        Assert.NotEqual("the key ***", Start().Scrubber.Scrub($"the key {key}"));
    }

    [Fact]
    public void A_key_never_reaches_the_log_not_even_one_that_data_protection_cannot_use()
    {
        RingInstance instance = Start();
        instance.Unprotect(instance.Protect("hello"));
        XElement broken = instance.Ring.GetAllElements().Single();
        string key = RingInstance.MasterKeyOf(broken);
        broken.SetAttributeValue("id", "no id");
        instance.Ring.StoreElement(broken, "broken");
        Assert.Single(instance.Keys.GetAllKeys());
        Assert.Contains(
            instance.Log,
            static line => line.Contains("exception occurred while processing the key", StringComparison.Ordinal));
        Assert.DoesNotContain(instance.Log, line => line.Contains(key, StringComparison.Ordinal));
        Assert.DoesNotContain(instance.Log, static line => line.Contains("unencrypted form", StringComparison.Ordinal)); // nobody is warned
    }

    [Fact]
    public void Invented_key_ids_do_not_make_the_vault_busy()
    {
        RingInstance instance = Start();
        string text = instance.Protect("hello");
        RingInstance stranger = Start();
        stranger.Unprotect(text);
        int before = Vault.Calls;
        for (int number = 0; number < 50; number++)
        {
            Assert.Throws<CryptographicException>(() => stranger.Unprotect(Invented(text)));
        }

        Assert.InRange(Vault.Calls - before, 0, 3);
    }

    // Behind four bytes of a mark stands the key's id.
    private static string Invented(string text)
    {
        byte[] bytes = Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(text);
        RandomNumberGenerator.Fill(bytes.AsSpan(4, 16));
        return Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlEncode(bytes);
    }

    private static bool IsRefused(RingInstance instance, string text)
    {
        try
        {
            instance.Unprotect(text);
            return false;
        }
        catch (CryptographicException)
        {
            return true;
        }
    }
}
