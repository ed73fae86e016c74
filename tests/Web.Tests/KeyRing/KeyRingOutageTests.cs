using System.Security.Cryptography;
using TenantTokens.Simulator;
using TenantTokens.Tooling;
using TenantTokens.Web.KeyRing;

namespace TenantTokens.Web.Tests.KeyRing;

/// <summary>What becomes of the keys while nobody can reach the vault.</summary>
public sealed class KeyRingOutageTests : RingTest
{
    [Fact]
    public async Task A_vault_that_is_down_is_named_as_the_cause()
    {
        await Vault.GoDownAsync();
        CryptographicException failed = Assert.Throws<CryptographicException>(() => Start().Protect("hello"));
        string what =
            $"The vault secret {RingVault.Secret} of {Vault.World.Endpoint.Authority}, which holds the keys of sign-ins and forms";
        Assert.Equal($"{what}, could not be read: it does not answer.", KeyRingException.CauseOf(failed)?.Message);
    }

    [Fact]
    public async Task After_a_failure_nobody_waits_for_it_until_some_time_has_passed()
    {
        Vault.BreakReadings(1);
        RingInstance instance = Start();
        Assert.Throws<CryptographicException>(() => instance.Protect("hello"));
        int before = Vault.Calls;
        for (int request = 0; request < 20; request++)
        {
            Assert.Throws<CryptographicException>(() => instance.Protect("hello"));
        }

        Assert.Equal(before, Vault.Calls);
        instance.Time.Advance(VaultKeyRing.RestAfterFailure);
        Assert.Equal("hello", instance.Unprotect(instance.Protect("hello")));
        Assert.Single(await Vault.VersionsAsync());
    }

    [Fact]
    public async Task A_vault_that_takes_the_call_and_never_answers_is_given_up()
    {
        Vault.World.Plant(new Fault(FaultKind.Hold) { Call = CallName.ListSecretVersions, When = "before" });
        RingInstance instance = Start();
        Task<Exception?> reading = Task.Run(() => Record.Exception(() => instance.Ring.GetAllElements()), Stop);
        await Eventually.IsSoAsync(
            () =>
            {
                instance.Time.Advance(VaultKeyRing.Patience);
                return Task.FromResult(reading.IsCompleted);
            },
            static () => "the reading is given up",
            TimeSpan.FromMilliseconds(20),
            Stop);
        string message = Assert.IsType<KeyRingException>(await reading).Message;
        Assert.EndsWith("could not be read: it did not answer within 10 seconds.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outage_goes_unnoticed_once_the_keys_were_read_and_is_logged()
    {
        RingInstance instance = Start();
        string text = instance.Protect("hello");
        await Vault.GoDownAsync();
        for (int minutes = 0; minutes < 60; minutes += 5)
        {
            instance.Time.Advance(RereadKeyManager.ReadAgainAfter);
            Assert.Equal("hello", instance.Unprotect(text));
            Assert.Equal("more", instance.Unprotect(instance.Protect("more")));
        }

        await Eventually.IsSoAsync(
            () => Task.FromResult(instance.Log.Any(static line => line.Contains("read before still count.", StringComparison.Ordinal))),
            static () => "the outage is logged",
            TimeSpan.FromMilliseconds(5),
            Stop);
    }

    [Fact]
    public async Task A_key_that_cannot_be_written_is_an_error_that_says_so()
    {
        Vault.World.Plant(new Fault(FaultKind.RefuseBefore) { Call = CallName.PutSecret, Times = RingVault.Tries });
        CryptographicException failed = Assert.Throws<CryptographicException>(() => Start().Protect("hello"));
        Assert.EndsWith("could not be written: it does not answer.", KeyRingException.CauseOf(failed)!.Message, StringComparison.Ordinal);
        Assert.Equal("hello", Start().Unprotect(Start().Protect("hello")));
        Assert.Single(await Vault.VersionsAsync());
    }

    [Fact]
    public void Only_a_failure_of_the_keys_is_taken_for_one()
    {
        Assert.Null(KeyRingException.CauseOf(null));
        Assert.Null(KeyRingException.CauseOf(new CryptographicException("forged", new InvalidOperationException())));
    }
}
