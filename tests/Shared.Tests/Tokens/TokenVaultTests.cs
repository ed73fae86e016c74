using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using TenantTokens.Azure;
using TenantTokens.Configuration.Options;
using TenantTokens.Testing.Time;
using TenantTokens.Testing.Vault;
using TenantTokens.Tokens;

namespace TenantTokens.Shared.Tests.Tokens;

public sealed class TokenVaultTests : IDisposable
{
    private const string Name = "dynatrace-tenant-token";
    private static readonly TenantToken _old = TenantToken.Parse("prv0bYw93v8sU9b1");
    private static readonly TenantToken _new = TenantToken.Parse("dt0a02.hRCnr6Yd3BFrtxaFhRCnr6Yd");
    private static readonly Dictionary<string, string> _tags = new() { ["rotationId"] = "r1" };
    private readonly FakeKeyVault _azure = new();
    private readonly SecretScrubber _scrubber = new();
    private readonly InstantTime _time = new();
    private readonly TokenVault _vault;

    public TokenVaultTests()
    {
        AzureOptions options = new()
        {
            ArmEndpoint = new Uri("https://localhost"),
            VaultUri = new Uri("https://localhost"),
            Credential = AzureCredentialKind.Simulated,
        };
        SecretClientOptions clientOptions = new()
        {
            Transport = new HttpClientTransport(_azure),
            DisableChallengeResourceVerification = true,
        };
        clientOptions.Retry.MaxRetries = 0;
        _vault = new TokenVault(
            new SecretClient(new Uri("https://vault.test"), AzureCredentials.Create(options), clientOptions),
            _scrubber,
            _time);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _vault.Dispose();
        _azure.Dispose();
    }

    [Fact]
    public async Task A_token_that_was_written_is_the_newest_with_its_tags()
    {
        string version = await _vault.WriteAsync(Name, _new, _tags, Cancelled);

        Assert.Equal(new StoredToken(_new, version), await _vault.ReadNewestAsync(Name, Cancelled));
        Assert.Equal("r1", _azure.VersionsOf(Name).Single().Tags["rotationId"]);
    }

    [Fact]
    public async Task Writing_the_same_token_again_makes_no_second_version()
    {
        string first = await _vault.WriteAsync(Name, _new, _tags, Cancelled);

        Assert.Equal(first, await _vault.WriteAsync(Name, _new, _tags, Cancelled));
        Assert.Single(_azure.VersionsOf(Name));
        Assert.DoesNotContain(_azure.Requests, static request => request.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Writing_the_same_token_with_more_tags_adds_those_and_keeps_the_others()
    {
        await _vault.WriteAsync(Name, _new, _tags, Cancelled);

        await _vault.WriteAsync(Name, _new, new Dictionary<string, string> { ["state"] = "active" }, Cancelled);

        Assert.Equal(["rotationId", "state"], _azure.VersionsOf(Name).Single().Tags.Keys.Order(StringComparer.Ordinal));
        Assert.True(_azure.VersionsOf(Name).Single().Enabled);
    }

    [Fact]
    public async Task Writing_an_earlier_token_makes_it_the_newest_again()
    {
        await _vault.WriteAsync(Name, _old, _tags, Cancelled);
        await _vault.WriteAsync(Name, _new, _tags, Cancelled);

        string version = await _vault.WriteAsync(Name, _old, _tags, Cancelled);

        Assert.Equal(new StoredToken(_old, version), await _vault.ReadNewestAsync(Name, Cancelled));
        Assert.Equal(3, _azure.VersionsOf(Name).Count);
    }

    [Fact]
    public async Task A_write_that_reads_back_as_something_else_throws_without_the_value()
    {
        _azure.OnWritten = static version => version.Value = "somebodyelse0000";

        var failed = await Assert.ThrowsAsync<TokenVaultException>(() => _vault.WriteAsync(Name, _new, _tags, Cancelled));

        Assert.DoesNotContain("somebodyelse0000", failed.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(_new.Reveal(), failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_enabled_version_is_read_when_the_newest_is_disabled()
    {
        string kept = await _vault.WriteAsync(Name, _old, _tags, Cancelled);
        string discarded = await _vault.WriteAsync(Name, _new, _tags, Cancelled);

        await _vault.DisableAsync(Name, discarded, Cancelled);

        Assert.Equal(new StoredToken(_old, kept), await _vault.ReadNewestAsync(Name, Cancelled));
    }

    [Fact]
    public async Task Writing_over_a_disabled_version_of_the_same_token_makes_an_enabled_one()
    {
        string disabled = await _vault.WriteAsync(Name, _new, _tags, Cancelled);
        await _vault.DisableAsync(Name, disabled, Cancelled);

        string version = await _vault.WriteAsync(Name, _new, _tags, Cancelled);

        Assert.NotEqual(disabled, version);
        Assert.Equal(version, (await _vault.ReadNewestAsync(Name, Cancelled))?.Version);
    }

    [Fact]
    public async Task There_is_no_newest_version_of_a_secret_that_does_not_exist_or_is_all_disabled()
    {
        Assert.Null(await _vault.ReadNewestAsync(Name, Cancelled));
        _azure.Add(Name, _old.Reveal(), enabled: false);
        Assert.Null(await _vault.ReadNewestAsync(Name, Cancelled));
    }

    [Fact]
    public async Task A_newest_version_that_holds_no_token_throws_without_its_value()
    {
        _azure.Add(Name, "no token at all");

        var failed = await Assert.ThrowsAsync<TokenVaultException>(() => _vault.ReadNewestAsync(Name, Cancelled));

        Assert.DoesNotContain("no token at all", failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_is_fetched_once_for_many_targets_and_again_when_the_cache_time_is_over()
    {
        string version = _azure.Add(Name, _new.Reveal()).Version;

        TenantToken[] tokens = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _vault.ReadAsync(Name, version, Cancelled)));
        Assert.All(tokens, static token => Assert.Equal(_new, token));
        Assert.Single(_azure.Requests);

        _time.Advance(TokenVault.CacheTime);
        await _vault.ReadAsync(Name, version, Cancelled);
        Assert.Equal(2, _azure.Requests.Count);
    }

    [Fact]
    public async Task A_disabled_version_is_not_read_from_the_cache()
    {
        string version = _azure.Add(Name, _new.Reveal()).Version;
        await _vault.ReadAsync(Name, version, Cancelled);

        await _vault.DisableAsync(Name, version, Cancelled);

        Assert.Contains(
            "disabled",
            (await Assert.ThrowsAsync<TokenVaultException>(() => _vault.ReadAsync(Name, version, Cancelled))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_does_not_exist_is_not_read_but_disabling_it_is_no_error()
    {
        await Assert.ThrowsAsync<TokenVaultException>(() => _vault.ReadAsync(Name, "0123", Cancelled));
        await _vault.DisableAsync(Name, "0123", Cancelled);
    }

    [Fact]
    public async Task Disabling_twice_is_no_error_and_keeps_the_tags()
    {
        string version = await _vault.WriteAsync(Name, _new, _tags, Cancelled);

        await _vault.DisableAsync(Name, version, Cancelled);
        await _vault.DisableAsync(Name, version, Cancelled);

        Assert.False(_azure.VersionsOf(Name).Single().Enabled);
        Assert.Equal("r1", _azure.VersionsOf(Name).Single().Tags["rotationId"]);
    }

    [Fact]
    public async Task An_expiry_is_set_on_one_version_and_changes_nothing_else()
    {
        string old = await _vault.WriteAsync(Name, _old, _tags, Cancelled);
        string version = await _vault.WriteAsync(Name, _new, _tags, Cancelled);
        DateTimeOffset expiresOn = new(2027, 3, 1, 2, 0, 0, TimeSpan.Zero);

        await _vault.SetExpiryAsync(Name, version, expiresOn, Cancelled);
        await _vault.SetExpiryAsync(Name, version, expiresOn, Cancelled);

        Assert.Equal(new TokenExpiry(version, expiresOn), await _vault.ReadExpiryAsync(Name, Cancelled));
        Assert.Equal((true, "r1"), (_azure.VersionsOf(Name)[1].Enabled, _azure.VersionsOf(Name)[1].Tags["rotationId"]));
        Assert.Null(_azure.VersionsOf(Name).Single(found => found.Version == old).Expires);
    }

    [Fact]
    public async Task A_version_that_does_not_exist_gets_no_expiry()
    {
        var failed = await Assert.ThrowsAsync<TokenVaultException>(
            () => _vault.SetExpiryAsync(Name, "0123", DateTimeOffset.UnixEpoch, Cancelled));

        Assert.Contains("Version 0123", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_without_an_expiry_says_so_and_a_secret_without_versions_has_none()
    {
        Assert.Null(await _vault.ReadExpiryAsync(Name, Cancelled));
        string version = await _vault.WriteAsync(Name, _new, _tags, Cancelled);
        Assert.Equal(new TokenExpiry(version, null), await _vault.ReadExpiryAsync(Name, Cancelled));
    }

    [Fact]
    public async Task Every_value_that_is_read_or_written_is_scrubbed_from_then_on()
    {
        string old = _azure.Add(Name, _old.Reveal()).Version;
        _azure.Add("api", "an-api-token-of-no-known-shape");

        await _vault.ReadAsync(Name, old, Cancelled);
        await _vault.ReadSecretAsync("api", Cancelled);
        await _vault.WriteAsync(Name, TenantToken.Parse("Xbcdefgh12345678"), _tags, Cancelled);

        Assert.Equal("*** *** ***", _scrubber.Scrub($"{_old.Reveal()} an-api-token-of-no-known-shape Xbcdefgh12345678"));
    }

    [Fact]
    public async Task A_secret_that_does_not_exist_is_named()
        => Assert.Contains(
            "api",
            (await Assert.ThrowsAsync<TokenVaultException>(() => _vault.ReadSecretAsync("api", Cancelled))).Message,
            StringComparison.Ordinal);
}
