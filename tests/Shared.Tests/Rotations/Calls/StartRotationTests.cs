using TenantTokens.Rotations;
using TenantTokens.Rotations.Activities;
using TenantTokens.Rotations.Calls;
using TenantTokens.Tests.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Calls;

public sealed class StartRotationTests : IDisposable
{
    private readonly CallWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Start_keeps_both_tokens_and_is_sent_once()
    {
        string old = _world.InForce;
        await _world.PlannedAsync();

        Assert.Equal(StartVerdict.Started, (await StartAsync()).Verdict);
        Assert.Equal(StartVerdict.Started, (await StartAsync()).Verdict);

        RotationRecord rotation = await _world.RotationAsync();
        Assert.Equal(["start took effect"], _world.Calls);
        Assert.Equal((CallWorld.FingerprintOf(old), CallWorld.FingerprintOf(_world.InForce)), (rotation.OldToken!.Fingerprint, rotation.NewToken!.Fingerprint));
        Assert.Equal([old, _world.InForce], _world.Vault.VersionsOf("tenant-token").Select(static version => version.Value));
        Assert.False(rotation.GatewayTokenDiffers);
    }

    [Theory]
    [InlineData("lost after the effect")]
    [InlineData("a proxy's 403 after the effect")]
    public async Task A_start_that_was_not_answered_is_recognised_at_the_first_look_by_the_changed_token(string fate)
    {
        await _world.PlannedAsync();
        _world.Fates.Enqueue(fate);

        Assert.Equal(StartVerdict.Started, (await StartAsync()).Verdict);
        Assert.Equal(["start took effect"], _world.Calls);
    }

    [Fact]
    public async Task A_start_that_was_lost_on_the_way_is_sent_again()
    {
        await _world.PlannedAsync();
        _world.Fates.Enqueue("lost before the effect");

        Assert.Equal(StartVerdict.LookAgain, (await StartAsync()).Verdict);
        Assert.Equal(StartVerdict.Started, (await StartAsync()).Verdict);
        Assert.Equal(["start had no effect", "start took effect"], _world.Calls);
    }

    [Fact]
    public async Task A_start_that_took_effect_is_recognised_half_an_hour_later()
    {
        await DiedAfterStartAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal(StartVerdict.Started, (await StartAsync()).Verdict);
    }

    [Fact]
    public async Task A_changed_token_is_not_taken_over_unasked_when_our_claim_did_not_stand_all_the_time()
    {
        await DiedAfterStartAsync(isClaimed: false); // it was lost, and a person resumed

        StartOutcome outcome = await StartAsync();

        Assert.Equal((StartVerdict.Hold, HoldCodes.ForeignRotation), (outcome.Verdict, outcome.Code));
        Assert.False((await _world.RotationAsync()).Owned);
    }

    [Fact]
    public async Task A_changed_token_is_not_taken_over_unasked_when_the_attempt_is_older_than_that()
    {
        await DiedAfterStartAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(31));

        StartOutcome outcome = await StartAsync();

        Assert.Equal((StartVerdict.Hold, HoldCodes.ForeignRotation), (outcome.Verdict, outcome.Code));
        Assert.False((await _world.RotationAsync()).Owned);
        Assert.Contains("too much time has passed to tell", outcome.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("401")]
    [InlineData("403")]
    [InlineData("404")]
    public async Task A_refused_start_leaves_nothing_to_recover_so_a_strangers_token_is_never_taken_over(string fate)
    {
        await _world.PlannedAsync();
        _world.Fates.Enqueue(fate);
        Assert.Equal(HoldCodes.StartRefused, (await StartAsync()).Code);
        _world.Start(); // somebody else

        StartOutcome outcome = await StartAsync();

        Assert.Equal((StartVerdict.Hold, HoldCodes.ForeignRotation), (outcome.Verdict, outcome.Code));
        Assert.False((await _world.RotationAsync()).Owned);
    }

    [Fact]
    public async Task An_attempt_that_could_not_be_sent_for_want_of_the_api_token_leaves_nothing_to_recover_either()
    {
        await _world.PlannedAsync();
        _world.ReadsOfApiTokenLeft = 1; // the connection info is read with it
        await Assert.ThrowsAsync<Azure.RequestFailedException>(StartAsync);
        Assert.True((await _world.RotationAsync()).Start!.HadNoEffect);
        _world.ReadsOfApiTokenLeft = null;
        _world.Start(); // somebody else

        Assert.Equal(HoldCodes.ForeignRotation, (await StartAsync()).Code);
        Assert.False((await _world.RotationAsync()).Owned);
    }

    [Fact]
    public async Task Two_runs_of_the_activity_at_once_start_once_and_neither_takes_the_other_for_a_stranger()
    {
        string old = _world.InForce;
        await _world.PlannedAsync();
        _world.AtNextLook = async () => Assert.Equal(StartVerdict.Started, (await StartAsync()).Verdict);

        await Assert.ThrowsAsync<CallRaceException>(() => StartAsync());

        RotationRecord rotation = await _world.RotationAsync();
        Assert.Equal((true, CallWorld.FingerprintOf(old)), (rotation.Owned, rotation.OldToken!.Fingerprint));
        Assert.Equal(StartVerdict.Started, (await StartAsync()).Verdict);
        Assert.Equal(["start took effect"], _world.Calls);
    }

    [Fact]
    public async Task What_another_run_recorded_while_the_call_was_on_its_way_is_not_overwritten()
    {
        await _world.PlannedAsync();
        CallAttempt others = new(2, Some.Now, Answered: false) { UnknownAt = Some.Now };
        _world.Fates.Enqueue("400");
        _world.AfterNextCall = () => _world.ChangeAsync(current => current with { Start = others }).GetAwaiter().GetResult();

        await Assert.ThrowsAsync<CallRaceException>(() => StartAsync());

        Assert.Equal(others, (await _world.RotationAsync()).Start);
    }

    [Fact]
    public async Task A_start_is_not_sent_again_when_another_run_has_recorded_an_attempt_meanwhile()
    {
        await _world.PlannedAsync();
        _world.Fates.Enqueue("lost before the effect");
        await StartAsync();
        CallAttempt others = CallAttempt.After((await _world.RotationAsync()).Start, Some.Now);
        _world.AtNextLook = () => _world.ChangeAsync(current => current with { Start = others });

        await Assert.ThrowsAsync<CallRaceException>(() => StartAsync());

        Assert.Equal(["start had no effect"], _world.Calls);
    }

    [Fact]
    public async Task A_400_while_another_token_came_into_force_is_held_and_says_that_our_call_may_have_arrived_twice()
    {
        await _world.PlannedAsync();
        _world.Fates.Enqueue("400");
        _world.AfterNextCall = () => _world.Start();

        StartOutcome outcome = await StartAsync();

        Assert.Equal((StartVerdict.Hold, HoldCodes.ForeignRotation), (outcome.Verdict, outcome.Code));
        Assert.Contains("our call arrived twice", outcome.Message, StringComparison.Ordinal);
        Assert.False((await _world.RotationAsync()).Owned);
    }

    [Fact]
    public async Task A_400_while_the_old_token_stays_in_force_is_somebody_elses_rotation()
    {
        await _world.PlannedAsync();
        _world.Fates.Enqueue("400");

        StartOutcome outcome = await StartAsync();

        Assert.Equal((StartVerdict.Hold, HoldCodes.ForeignRotation), (outcome.Verdict, outcome.Code));
        Assert.DoesNotContain("arrived twice", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_400_after_an_attempt_that_may_have_taken_effect_waits_for_its_token()
    {
        await _world.PlannedAsync();
        _world.Fates.Enqueue("lost before the effect");
        _world.Fates.Enqueue("400");
        await StartAsync();

        Assert.Equal(StartVerdict.LookAgain, (await StartAsync()).Verdict);
        Assert.Equal(StartVerdict.LookAgain, (await StartAsync()).Verdict);
        Assert.Equal(HoldCodes.StartNotSettled, (await StartAsync(settleTimePassed: true)).Code);
        Assert.Equal(2, _world.Calls.Count);
    }

    [Fact]
    public async Task The_old_token_that_a_refused_start_had_recorded_is_the_one_before_somebody_elses_start()
    {
        string old = _world.InForce;
        await _world.PlannedAsync();
        _world.Fates.Enqueue("403");
        await StartAsync();
        _world.Start(); // somebody else
        await StartAsync();

        Assert.Equal(CallWorld.FingerprintOf(old), (await _world.RotationAsync()).OldToken!.Fingerprint);
    }

    [Fact]
    public async Task A_foreign_rotation_is_taken_over_once_the_approvers_have_allowed_it()
    {
        string old = _world.InForce;
        await _world.PlannedAsync(Probed("web-01", old));
        _world.Fates.Enqueue("403");
        await StartAsync();
        _world.Start(); // somebody else
        await StartAsync();
        await _world.ChangeAsync(static current => current with { AdoptionAsked = true });
        Assert.Equal(StartVerdict.AskToAdopt, (await StartAsync()).Verdict);

        await _world.ChangeAsync(static current => current with { AdoptGateId = "adopt-1" });
        Assert.Equal(StartVerdict.Started, (await StartAsync()).Verdict);

        RotationRecord rotation = await _world.RotationAsync();
        Assert.Equal((CallWorld.FingerprintOf(old), CallWorld.FingerprintOf(_world.InForce)), (rotation.OldToken!.Fingerprint, rotation.NewToken!.Fingerprint));
    }

    [Fact]
    public async Task A_foreign_rotation_that_was_open_before_ours_is_taken_over_when_the_vault_has_the_token_of_the_hosts()
    {
        string old = _world.InForce;
        string version = _world.Vault.Add("tenant-token", old).Version;
        _world.Start(); // somebody else, before we begin
        await _world.PlannedAsync(Probed("web-01", old), Probed("web-02", old));
        Assert.Equal(HoldCodes.ForeignRotation, (await StartAsync()).Code);
        await _world.ChangeAsync(static current => current with { AdoptionAsked = true, AdoptGateId = "adopt-1" });

        Assert.Equal(StartVerdict.Started, (await StartAsync()).Verdict);

        RotationRecord rotation = await _world.RotationAsync();
        Assert.Equal(new TokenReference(version, CallWorld.FingerprintOf(old)), rotation.OldToken);
        Assert.Equal(CallWorld.FingerprintOf(_world.InForce), rotation.NewToken!.Fingerprint);
    }

    [Fact]
    public async Task A_foreign_rotation_is_not_taken_over_when_the_vault_lacks_the_token_of_the_hosts()
    {
        string old = _world.InForce;
        _world.Start();
        await _world.PlannedAsync(Probed("web-01", old));
        await StartAsync();
        await _world.ChangeAsync(static current => current with { AdoptionAsked = true, AdoptGateId = "adopt-1" });

        StartOutcome outcome = await StartAsync();

        Assert.Equal(HoldCodes.AdoptionImpossible, outcome.Code);
        Assert.Contains("No enabled version of the vault secret tenant-token", outcome.Message, StringComparison.Ordinal);
        Assert.False((await _world.RotationAsync()).Owned);
    }

    [Fact]
    public async Task A_foreign_rotation_is_not_taken_over_when_hosts_differ()
    {
        string old = _world.InForce;
        _world.Vault.Add("tenant-token", old);
        _world.Start();
        await _world.PlannedAsync(Probed("web-01", old), Probed("web-02", "other0Yw93v8sU9b1"));
        await StartAsync();
        await _world.ChangeAsync(static current => current with { AdoptionAsked = true, AdoptGateId = "adopt-1" });

        StartOutcome outcome = await StartAsync();

        Assert.Equal(HoldCodes.AdoptionImpossible, outcome.Code);
        Assert.Contains("oneagent/web-02", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_was_answered_is_held_when_a_third_token_is_in_force()
    {
        await _world.PlannedAsync();
        _world.AfterNextCall = () =>
        {
            _world.Cancel();
            _world.Start();
        };

        StartOutcome outcome = await StartAsync();

        Assert.Equal((StartVerdict.Hold, HoldCodes.ForeignToken), (outcome.Verdict, outcome.Code));
        Assert.True((await _world.RotationAsync()).Owned); // the token of the answer is kept, whatever comes of it
    }

    [Fact]
    public async Task Nothing_is_sent_while_the_token_in_force_cannot_be_read()
    {
        await _world.PlannedAsync();
        _world.ConnectionInfoIsDown = true;

        Assert.Equal(StartVerdict.LookAgain, (await StartAsync()).Verdict);
        Assert.Equal(HoldCodes.WatchBlind, (await StartAsync(settleTimePassed: true)).Code);
        Assert.Empty(_world.Calls);
    }

    private static TargetRecord Probed(string name, string token)
        => Some.Target(name) with { Probe = new(Some.Now, ClockSkewSeconds: 0, CallWorld.FingerprintOf(token), Version: null, HostId: null) };

    /// <summary>The attempt stands in the ledger and took effect; nobody heard its answer.</summary>
    private async Task DiedAfterStartAsync(bool isClaimed = true)
    {
        await _world.PlannedAsync();
        string old = _world.InForce;
        await _world.ChangeAsync(current => current with
        {
            OldToken = new(_world.Vault.Add("tenant-token", old).Version, CallWorld.FingerprintOf(old)),
            Start = CallAttempt.After(null, Some.Now),
        });
        await (isClaimed ? _world.ClaimedAsync() : Task.CompletedTask);
        _world.Start();
    }

    private Task<StartOutcome> StartAsync() => StartAsync(settleTimePassed: false);

    private Task<StartOutcome> StartAsync(bool settleTimePassed)
        => _world.RunAsync<StartRotation, StartInput, StartOutcome>(new(CallWorld.RotationId, settleTimePassed));
}
