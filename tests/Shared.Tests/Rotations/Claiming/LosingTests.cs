using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Rotations.Commands;
using TenantTokens.Tokens;

namespace TenantTokens.Shared.Tests.Rotations.Claiming;

/// <summary>Who takes an environment over, and what the copy that had it does then.</summary>
public sealed class LosingTests : IDisposable
{
    private readonly ClaimWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_claim_is_taken_over_by_name_with_a_reason_and_the_audit_trail_says_so()
    {
        (ClaimCopy holder, ClaimCopy other) = await TwoCopiesAsync();
        await other.ParkAsync((await other.AskAsync())!);

        OperatorAnswer answer = await other.SayAsync(OperatorCommandKind.TakeOver, "the laptop burnt", "laptop");

        Assert.True(answer.Accepted, answer.Message);
        Assert.Null(await other.AskAsync());
        Assert.Equal("app", Assert.Single(_world.Enabled).Tags["where"]);
        string audit = await other.AuditAsync();
        Assert.Contains("command by olga: TakeOver laptop: the laptop burnt.", audit, StringComparison.Ordinal);
        string taken = $"claim-taken-over by rotation: The claim on sim00001 was taken over from anna at laptop ({holder.RotationId}";
        Assert.Contains(taken, audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_lost_its_claim_holds_and_sends_nothing_until_it_takes_it_back_by_name()
    {
        (ClaimCopy holder, ClaimCopy other) = await TwoCopiesAsync();
        await other.ParkAsync((await other.AskAsync())!);
        await other.SayAsync(OperatorCommandKind.TakeOver, "gone", "laptop");
        Assert.Null(await other.AskAsync(isLasting: true));

        ClaimRefusal lost = (await holder.AskAsync())!;

        Assert.Equal(ParkCodes.ClaimLost, lost.Code);
        await holder.ParkAsync(lost);
        await holder.SayAsync(OperatorCommandKind.Resume);
        Assert.Equal(ParkCodes.ClaimLost, (await holder.AskAsync())?.Code);
        await holder.ParkAsync(lost);
        Assert.True((await holder.SayAsync(OperatorCommandKind.TakeOver, "it was here all the time", "app")).Accepted);
        Assert.Null(await holder.AskAsync());
        Assert.Equal(ParkCodes.ClaimLost, (await other.AskAsync())?.Code);
    }

    [Theory]
    [InlineData("laptop", null, "needs a reason")]
    [InlineData("lap", "gone", "holds the claim: 'laptop'")]
    [InlineData(null, "gone", "holds the claim: 'laptop'")]
    public async Task A_take_over_needs_the_holders_name_and_a_reason(string? name, string? reason, string refusal)
    {
        (_, ClaimCopy other) = await TwoCopiesAsync();
        await other.ParkAsync((await other.AskAsync())!);

        OperatorAnswer answer = await other.SayAsync(OperatorCommandKind.TakeOver, reason, name);

        Assert.False(answer.Accepted);
        Assert.Contains(refusal, answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_takes_over_what_this_copy_holds_or_what_nobody_holds()
    {
        ClaimCopy copy = await _world.CopyAsync("laptop");
        Assert.Null(await copy.AskAsync());
        await copy.ParkAsync(new(ParkCodes.StepFailed, "an outage"));

        Assert.DoesNotContain(OperatorCommandKind.TakeOver, OperatorCommandRules.Allowed(await copy.RotationAsync()));
        Assert.False((await copy.SayAsync(OperatorCommandKind.TakeOver, "why not", "laptop")).Accepted);
    }

    [Fact]
    public async Task A_name_that_was_said_counts_for_one_claim_only()
    {
        (ClaimCopy holder, ClaimCopy other) = await TwoCopiesAsync();
        await other.ParkAsync((await other.AskAsync())!);
        await other.SayAsync(OperatorCommandKind.TakeOver, "gone", "laptop");
        Assert.Null(await other.AskAsync(isLasting: true));
        await holder.ParkAsync((await holder.AskAsync())!);
        await holder.SayAsync(OperatorCommandKind.TakeOver, "back", "app");
        Assert.Null(await holder.AskAsync(isLasting: true));

        Assert.Equal(ParkCodes.ClaimLost, (await other.AskAsync())?.Code);
        Assert.Null(await holder.AskAsync());
    }

    [Fact]
    public async Task A_ledger_that_was_imported_elsewhere_sends_nothing_until_it_has_taken_over_the_claim()
    {
        ClaimCopy laptop = await _world.CopyAsync("laptop");
        Assert.Null(await laptop.AskAsync(isLasting: true));
        await laptop.StartedAsync();
        ClaimCopy app = await _world.CopyAsync("app");
        await app.ImportAsync(await laptop.RotationAsync());

        ClaimRefusal refusal = (await app.AskAsync())!;

        Assert.Equal(ParkCodes.ClaimLost, refusal.Code);
        await app.ParkAsync(refusal);
        Assert.True((await app.SayAsync(OperatorCommandKind.TakeOver, "we move to the app", "laptop")).Accepted);
        Assert.Null(await app.AskAsync());
        Assert.Equal(ParkCodes.ClaimLost, (await laptop.AskAsync())?.Code);
    }

    [Fact]
    public async Task A_claim_that_is_to_be_taken_over_is_no_loss_to_the_watch_before_something_is_sent()
    {
        (_, ClaimCopy other) = await TwoCopiesAsync();
        Assert.Equal(ParkCodes.ClaimLost, (await other.LookAsync())?.Code);
        await other.ParkAsync((await other.AskAsync())!);
        Assert.True((await other.SayAsync(OperatorCommandKind.TakeOver, "the laptop burnt", "laptop")).Accepted);

        Assert.Null(await other.LookAsync());

        Assert.Null(await other.AskAsync());
        Assert.Null(await other.LookAsync());
    }

    [Fact]
    public async Task A_claim_that_somebody_disabled_is_lost_and_a_person_who_resumes_takes_it_again()
    {
        ClaimCopy copy = await _world.CopyAsync("laptop");
        Assert.Null(await copy.AskAsync(isLasting: true));
        await copy.StartedAsync();
        Assert.Single(_world.Enabled).Enabled = false;

        ClaimRefusal gone = (await copy.AskAsync())!;
        Assert.Equal(ParkCodes.ClaimLost, gone.Code);
        Assert.Equal(ParkCodes.ClaimLost, (await copy.AskAsync())?.Code);
        Assert.Empty(_world.Enabled);

        await copy.ParkAsync(gone);
        await copy.SayAsync(OperatorCommandKind.Resume);
        Assert.Null(await copy.AskAsync());
        Assert.Single(_world.Enabled);
    }

    [Fact]
    public async Task A_vault_that_is_down_is_no_lost_claim()
    {
        ClaimCopy copy = await _world.CopyAsync("laptop");
        Assert.Null(await copy.AskAsync(isLasting: true));
        _world.Vault.Outage = 503;

        HoldClaim.Result result = await copy.RunAsync<HoldClaim, string, HoldClaim.Result>(copy.RotationId);

        Assert.True(result.IsOutage);
        Assert.Equal(ParkCodes.ClaimUnreadable, result.Code);
        Assert.Contains("the vault answered 503", result.Message, StringComparison.Ordinal);
        _world.Vault.Outage = null;
        Assert.Null((await copy.RunAsync<HoldClaim, string, HoldClaim.Result>(copy.RotationId)).Code);
    }

    [Fact]
    public async Task A_vault_that_does_not_tell_its_time_lets_nobody_send()
    {
        ClaimCopy copy = await _world.CopyAsync("laptop");
        _world.Vault.Clock = null;

        await Assert.ThrowsAsync<TokenVaultException>(() => copy.AskAsync());
        Assert.Equal(ParkCodes.ClaimUnreadable, (await copy.RunAsync<HoldClaim, string, HoldClaim.Result>(copy.RotationId)).Code);
    }

    [Fact]
    public async Task A_claim_whose_release_meets_an_outage_is_named_in_the_audit_trail()
    {
        ClaimCopy copy = await _world.CopyAsync("laptop");
        Assert.Null(await copy.AskAsync());
        _world.Vault.Outage = 503;

        Assert.False(await copy.RunAsync<ReleaseClaim, string, bool>(copy.RotationId));

        string left = $"claim-not-released by rotation: The vault does not answer, so the claim {ClaimWorld.Secret} still stands.";
        Assert.Contains(left, await copy.AuditAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_says_who_holds_the_claim_and_that_nobody_can_tell_while_the_vault_is_down()
    {
        (ClaimCopy holder, ClaimCopy other) = await TwoCopiesAsync();

        string held = $"Claim: this copy holds sim00001: anna at laptop ({holder.RotationId}";
        Assert.StartsWith(held, await SaysAsync(holder), StringComparison.Ordinal);
        Assert.StartsWith("Claim: ANOTHER COPY holds sim00001: anna at laptop", await SaysAsync(other), StringComparison.Ordinal);
        _world.Vault.Outage = 503;
        Assert.Equal("Claim: the vault answered 503.", await SaysAsync(other));

        static Task<string> SaysAsync(ClaimCopy copy)
            => copy.Services.GetRequiredService<ClaimReader>().DescribeAsync(ClaimWorld.Environment, TestContext.Current.CancellationToken);
    }

    private async Task<(ClaimCopy Holder, ClaimCopy Other)> TwoCopiesAsync()
    {
        ClaimCopy holder = await _world.CopyAsync("laptop");
        ClaimCopy other = await _world.CopyAsync("app");
        Assert.Null(await holder.AskAsync(isLasting: true));
        await holder.StartedAsync();
        return (holder, other);
    }
}
