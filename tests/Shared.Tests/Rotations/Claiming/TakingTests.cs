using TenantTokens.Rotations;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Testing.Vault;
using TenantTokens.Tokens;

namespace TenantTokens.Shared.Tests.Rotations.Claiming;

/// <summary>Who holds an environment, and until when.</summary>
public sealed class TakingTests : IDisposable
{
    private readonly ClaimWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Whoever_asks_alone_holds_the_environment_once_two_seconds_have_passed_at_the_vault()
    {
        ClaimCopy copy = await _world.CopyAsync("laptop");

        Assert.Null(await copy.AskAsync());

        FakeKeyVault.SecretVersion claim = Assert.Single(_world.Enabled);
        Assert.True(_world.Vault.Clock >= DateTimeOffset.FromUnixTimeSeconds(claim.Created) + TimeSpan.FromSeconds(2));
        Assert.Equal(("laptop", "anna", copy.RotationId), (claim.Tags["where"], claim.Tags["who"], claim.Tags["rotation"]));
        Assert.Equal("2026-03-01T12:00:00Z", claim.Tags["since"]);
    }

    [Fact]
    public async Task A_claim_that_was_just_written_does_not_count_yet()
    {
        _world.Vault.Step = TimeSpan.Zero;
        ClaimCopy copy = await _world.CopyAsync("laptop");

        await Assert.ThrowsAsync<TokenVaultException>(() => copy.AskAsync());

        _world.Pass(TimeSpan.FromSeconds(2));
        Assert.Null(await copy.AskAsync());
        Assert.Single(_world.Vault.VersionsOf(ClaimWorld.Secret));
    }

    [Fact]
    public async Task The_second_to_ask_sends_nothing_and_says_who_drives()
    {
        ClaimCopy first = await _world.CopyAsync("laptop");
        ClaimCopy second = await _world.CopyAsync("app");
        Assert.Null(await first.AskAsync());

        ClaimRefusal refusal = Assert.IsType<ClaimRefusal>(await second.AskAsync());

        Assert.Equal(ParkCodes.ClaimHeld, refusal.Code);
        Assert.Contains($"anna at laptop ({first.RotationId}, since 2026-03-01 12:00:00Z)", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("laptop", (await second.RotationAsync()).ClaimHeldBy);
        Assert.Null(await first.AskAsync());
    }

    [Theory]
    [MemberData(nameof(Races))]
    public async Task Of_two_that_write_in_the_same_second_exactly_one_drives_and_the_other_says_who_does(int race)
    {
        ClaimCopy first = await _world.CopyAsync("laptop", TimeSpan.FromHours(race));
        ClaimCopy second = await _world.CopyAsync("app", TimeSpan.FromHours(-race));
        _world.Vault.NextIds.Enqueue(race % 2 == 0 ? "aaaa" : "bbbb");
        _world.Vault.NextIds.Enqueue(race % 2 == 0 ? "bbbb" : "aaaa");
        _world.Vault.Step = TimeSpan.FromMilliseconds(70 + (race * 10)); // nearer and nearer to the end of the second
        TaskCompletionSource bothAreAboutToWrite = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int writers = 0;
        _world.Vault.BeforeWrite = () =>
        {
            if (Interlocked.Increment(ref writers) == 2)
            {
                bothAreAboutToWrite.SetResult();
            }

            return bothAreAboutToWrite.Task;
        };

        ClaimRefusal?[] answers = await Task.WhenAll(Task.Run(() => first.AskAsync()), Task.Run(() => second.AskAsync()));

        ClaimRefusal refusal = Assert.Single(answers.OfType<ClaimRefusal>());
        FakeKeyVault.SecretVersion holder = Assert.Single(_world.Enabled);
        Assert.Equal(_world.Vault.VersionsOf(ClaimWorld.Secret).MinBy(static version => (version.Created, version.Version)), holder);
        Assert.Equal(answers[0] is null ? "laptop" : "app", holder.Tags["where"]);
        Assert.Contains($"anna at {holder.Tags["where"]}", refusal.Message, StringComparison.Ordinal);
    }

    public static TheoryData<int> Races => [.. Enumerable.Range(1, 20)];

    [Theory]
    [InlineData(-26)]
    [InlineData(26)]
    public async Task Our_clocks_do_not_matter(int hours)
    {
        ClaimCopy first = await _world.CopyAsync("laptop", TimeSpan.FromHours(hours));
        ClaimCopy second = await _world.CopyAsync("app");

        Assert.Null(await first.AskAsync());
        Assert.NotNull(await second.AskAsync());
        Assert.Null(await first.AskAsync(isLasting: true));
        Assert.NotNull(await second.AskAsync());
    }

    [Fact]
    public async Task A_holder_that_slept_for_a_day_before_start_finds_that_another_copy_drives()
    {
        ClaimCopy sleeper = await _world.CopyAsync("laptop");
        ClaimCopy other = await _world.CopyAsync("app");
        Assert.Null(await sleeper.AskAsync());
        _world.Pass(TimeSpan.FromDays(1));

        Assert.Null(await other.AskAsync());

        Assert.Equal(ParkCodes.ClaimHeld, (await sleeper.AskAsync(isLasting: true))?.Code);
        Assert.Null(await other.AskAsync(isLasting: true));
    }

    [Fact]
    public async Task A_holder_that_slept_for_a_day_after_start_holds_on_and_nobody_else_gets_in()
    {
        ClaimCopy sleeper = await _world.CopyAsync("laptop");
        ClaimCopy other = await _world.CopyAsync("app");
        Assert.Null(await sleeper.AskAsync(isLasting: true));
        await sleeper.StartedAsync();
        _world.Pass(TimeSpan.FromDays(1));

        Assert.Equal(ParkCodes.ClaimHeld, (await other.AskAsync())?.Code);
        Assert.Null(await sleeper.AskAsync());
    }

    [Fact]
    public async Task A_claim_counts_for_half_an_hour_before_start_and_not_longer()
    {
        ClaimCopy first = await _world.CopyAsync("laptop");
        ClaimCopy second = await _world.CopyAsync("app");
        Assert.Null(await first.AskAsync());

        _world.Pass(EnvironmentClaim.Lifetime - TimeSpan.FromMinutes(2));
        Assert.NotNull(await second.AskAsync());
        _world.Pass(TimeSpan.FromMinutes(2));
        Assert.Null(await second.AskAsync());
    }

    [Fact]
    public async Task A_claim_that_is_about_to_expire_is_not_made_lasting_but_taken_anew()
    {
        ClaimCopy copy = await _world.CopyAsync("laptop");
        Assert.Null(await copy.AskAsync());
        _world.Pass(EnvironmentClaim.Lifetime - TimeSpan.FromSeconds(30));

        Assert.Null(await copy.AskAsync(isLasting: true));

        Assert.Equal(2, _world.Vault.VersionsOf(ClaimWorld.Secret).Count);
        Assert.DoesNotContain("expires", Assert.Single(_world.Enabled).Tags.Keys);
    }

    [Fact]
    public async Task A_renewal_changes_tags_and_writes_no_version()
    {
        ClaimCopy copy = await _world.CopyAsync("laptop");
        Assert.Null(await copy.AskAsync());
        for (int round = 0; round < 8; round++)
        {
            _world.Pass(TimeSpan.FromMinutes(16));
            Assert.Null(await copy.AskAsync());
        }

        FakeKeyVault.SecretVersion claim = Assert.Single(_world.Vault.VersionsOf(ClaimWorld.Secret));
        Assert.Equal("2026-03-01T14:08:04Z"[..16], claim.Tags["seen"][..16]);
        Assert.Null(claim.Expires);
        Assert.Equal(ClaimVault.Value, claim.Value);
    }

    [Fact]
    public async Task The_earliest_claim_counts_though_it_is_on_the_last_page()
    {
        ClaimCopy first = await _world.CopyAsync("laptop");
        ClaimCopy second = await _world.CopyAsync("app");
        Assert.Null(await first.AskAsync(isLasting: true));
        for (int more = 0; more < 5; more++)
        {
            _world.Vault.Add(ClaimWorld.Secret, "x", enabled: false);
        }

        _world.Vault.PageSize = 2;

        Assert.Equal(ParkCodes.ClaimHeld, (await second.AskAsync())?.Code);
        Assert.Null(await first.AskAsync());
    }

    [Fact]
    public async Task A_write_whose_answer_got_lost_leaves_two_claims_of_one_copy_and_both_end_with_the_rotation()
    {
        ClaimCopy copy = await _world.CopyAsync("laptop");
        _world.Vault.LostWrites = 1;

        Assert.Null(await copy.AskAsync());

        Assert.Equal(2, _world.Enabled.Count);
        await copy.RunAsync<ReleaseClaim, string, bool>(copy.RotationId);
        Assert.Empty(_world.Enabled);
    }

    [Fact]
    public async Task A_version_that_a_person_wrote_counts_as_somebodys()
    {
        ClaimCopy copy = await _world.CopyAsync("laptop");
        _world.Vault.Add(ClaimWorld.Secret, "do not rotate");
        _world.Pass(TimeSpan.FromDays(30));

        Assert.Contains("somebody at 0000", (await copy.AskAsync())?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_earlier_rotation_of_the_same_copy_is_not_in_its_way()
    {
        ClaimCopy copy = await _world.CopyAsync("laptop");
        Assert.Null(await copy.AskAsync(isLasting: true));
        await copy.ChangeAsync(static current => current with { Phase = RotationPhase.Cancelled });
        string earlier = copy.RotationId;
        copy.Time.Advance(TimeSpan.FromHours(1));

        await copy.OpenAsync();

        Assert.Null(await copy.AskAsync());
        Assert.NotEqual(earlier, Assert.Single(_world.Enabled).Tags["rotation"]);
    }

    [Fact]
    public void No_environment_shares_its_claim_with_another()
    {
        Assert.Equal("tenant-token-claim-abc12345", ClaimName.From("abc12345"));
        Assert.Equal(4, ((string[])["a-b", "a_b", "A-b", "A_b"]).Select(ClaimName.From).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }
}
