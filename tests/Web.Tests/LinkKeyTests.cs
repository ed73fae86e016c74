using TenantTokens.Approvals;
using TenantTokens.Approvals.Links;
using TenantTokens.Rotations;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests;

/// <summary>The keys that sign links.</summary>
public sealed class LinkKeyTests : LinkTest
{
    private const string KeySecret = "approval-link-key";

    [Fact]
    public async Task The_key_is_made_once_and_the_next_process_uses_it()
    {
        (WebApp app, _, _, string token) = await CreateAsync();
        app = await CrashAsync(app);
        Assert.True((await ReadAsync(app, token)).IsValid);
        Assert.Single(app.Vault.VersionsOf(KeySecret));
    }

    [Fact]
    public async Task A_new_key_signs_new_links_while_those_of_the_one_before_still_count_and_those_of_an_older_one_do_not()
    {
        (WebApp app, RotationRecord rotation, GateRecord gate, string first) = await CreateAsync();
        AddKey(app);
        app.Time.Advance(LinkKeys.CacheTime);
        string second = await TokenAsync(app, rotation, gate);
        Assert.True((await ReadAsync(app, first)).IsValid);
        Assert.NotEqual(LinkToken.KeyIdOf(first), LinkToken.KeyIdOf(second));

        AddKey(app);
        app.Time.Advance(LinkKeys.CacheTime);
        Assert.Equal(LinkStatus.KeyRetired, (await ReadAsync(app, first)).Status);
        Assert.True((await ReadAsync(app, second)).IsValid);
    }

    [Fact]
    public async Task A_key_that_was_disabled_signs_and_opens_nothing_any_more()
    {
        (WebApp app, RotationRecord rotation, GateRecord gate, string token) = await CreateAsync();
        AddKey(app);
        app.Vault.VersionsOf(KeySecret)[0].Enabled = false;
        app.Time.Advance(LinkKeys.CacheTime);
        Assert.Equal(LinkStatus.KeyRetired, (await ReadAsync(app, token)).Status);
        Assert.True((await ReadAsync(app, await TokenAsync(app, rotation, gate))).IsValid);
    }

    [Fact]
    public async Task Invented_key_ids_do_not_make_the_vault_busy()
    {
        (WebApp app, _, _, string token) = await CreateAsync();
        int before = app.Vault.Requests.Count;
        for (int number = 0; number < 50; number++)
        {
            await ReadAsync(app, $"1.{number:x32}{token[token.IndexOf('.', 2)..]}");
        }

        Assert.InRange(app.Vault.Requests.Count - before, 0, 3);
    }

    private static void AddKey(WebApp app)
        => app.Vault.Add(KeySecret, Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)));
}
