using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using TenantTokens.Configuration;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Activities;
using TenantTokens.RunCommand;
using TenantTokens.Shared.Tests.Infrastructure;
using TenantTokens.Shared.Tests.Tokens;
using TenantTokens.Tests.Builders;
using TenantTokens.Tokens;

namespace TenantTokens.Shared.Tests.Rotations.Activities;

/// <summary>A command's not-after is in the host's clock: what happens when that clock is not where the probe saw it.</summary>
public sealed class SendCommandClockTests : IDisposable
{
    private const string Id = "rot-1";
    private const string New = "hRCnr6Yd3BFrtxaF";
    private static readonly TimeSpan _twoHours = TimeSpan.FromHours(2);
    private readonly InstantTime _time = new();
    private readonly MemoryLedgerStore _store = new();
    private readonly FakeKeyVault _azureVault = new();
    private readonly TokenVault _vault;
    private readonly ClockHost _host;
    private readonly RotationLedger _rotations;
    private readonly TargetLedger _targets;
    private readonly SendCommand _send;
    private string _rotationId = Id;

    public SendCommandClockTests()
    {
        RotationOptions options = Some.Options();
        _host = new ClockHost(_time);
        SecretScrubber scrubber = new();
        SecretClientOptions clientOptions = new() { Transport = new HttpClientTransport(_azureVault), DisableChallengeResourceVerification = true };
        _vault = new TokenVault(new SecretClient(new Uri("https://vault.test"), AzureCredentials.Create(options.Azure), clientOptions), scrubber, _time);
        RunCommandClient client = new(new ArmPipeline(options.Azure, AzureCredentials.Create(options.Azure), new HttpClientTransport(_host), _time), scrubber);
        RunCommandExecution execution = new(client, options.Policy, scrubber, _time);
        _rotations = new(_store, _time);
        _targets = new(_store);
        PlanLedger plans = new(_store);
        HostCommand host = new(_vault, options, _time);
        _send = new(_rotations, _targets, plans, new PoolLeases(_store, _time), host, new ClockCheck(_targets, plans, host, execution, _time), execution, client, options.Policy, _time);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _vault.Dispose();
        _azureVault.Dispose();
        _host.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7200)]
    [InlineData(-7200)]
    public async Task A_clock_that_stays_where_the_probe_saw_it_needs_no_second_probe(int skew)
    {
        _host.Offset = TimeSpan.FromSeconds(skew);
        await ProbedAsync();

        Assert.Equal(TargetState.Rotated, (await ApplyAsync(1)).State);
        Assert.Equal(["probe", "apply"], _host.Actions);
    }

    [Fact]
    public async Task A_host_whose_clock_jumped_refuses_is_probed_again_and_takes_the_next_attempt()
    {
        await ProbedAsync();
        _host.Offset = _twoHours;

        SendOutcome refused = await ApplyAsync(1);
        SendOutcome second = await ApplyAsync(2);

        Assert.Equal((TargetState.Expired, true), (refused.State, refused.IsRetryable));
        Assert.Equal(TargetState.Rotated, second.State);
        Assert.Equal(["probe", "apply", "probe", "apply"], _host.Actions);
        TargetRecord target = await TargetAsync();
        Assert.InRange(target.Probe!.ClockSkewSeconds, 7100, 7300);
        Assert.Equal((false, 0), (target.ClockMoved, target.LeftBehind?.Count ?? 0));
        Assert.Empty(_host.Standing);
    }

    [Fact]
    public async Task A_joiner_that_was_never_probed_is_once_its_clock_shows_to_be_off()
    {
        await ProbedAsync();
        await _targets.UpdateAsync(_rotationId, "oa-web", static target => target with { Probe = null }, Stop);
        _host.Offset = _twoHours;

        Assert.Equal(TargetState.Expired, (await ApplyAsync(1)).State);
        Assert.Equal(TargetState.Rotated, (await ApplyAsync(2)).State);
    }

    [Fact]
    public async Task A_clock_that_jumped_back_is_noticed_by_a_success_and_looked_at_before_the_next_command()
    {
        await ProbedAsync();
        _host.Offset = -_twoHours;

        Assert.Equal(TargetState.Rotated, (await ApplyAsync(1)).State);
        Assert.True((await TargetAsync()).ClockMoved);

        await _send.RunAsync(new(_rotationId, 1, "oa-web", TargetAction.Restore, 2, 1), Stop);
        Assert.Equal(["probe", "apply", "probe", "restore"], _host.Actions);
    }

    [Fact]
    public async Task A_clock_that_jumps_every_time_ends_with_the_attempts()
    {
        await ProbedAsync();
        _host.BeforeRun = action => _host.Offset += action == "apply" ? _twoHours : TimeSpan.Zero;

        for (int attempt = 1; attempt <= 3; attempt++)
        {
            Assert.Equal(TargetState.Expired, (await ApplyAsync(attempt)).State);
        }

        Assert.Equal(["probe", "apply", "probe", "apply", "probe", "apply"], _host.Actions);
    }

    [Fact]
    public async Task In_a_stopped_wave_the_clock_is_not_looked_at_either()
    {
        await ProbedAsync();
        _host.Offset = _twoHours;
        await ApplyAsync(1);
        await new PlanLedger(_store).StopWaveAsync(_rotationId, 1, Stop);

        SendOutcome outcome = await ApplyAsync(2);

        Assert.Equal((TargetState.Expired, false), (outcome.State, outcome.IsRetryable));
        Assert.Equal(["probe", "apply"], _host.Actions);
    }

    private async Task ProbedAsync()
    {
        RotationRecord rotation = await _rotations.OpenAsync(new("sim00001", "rachel"), Stop);
        _rotationId = rotation.RotationId;
        _host.NewFingerprint = TenantToken.Parse(New).Fingerprint(_rotationId);
        string old = _azureVault.Add("tenant-token", "prv0bYw93v8sU9b1").Version;
        string fresh = _azureVault.Add("tenant-token", New).Version;
        await _rotations.UpdateAsync(_rotationId, current => current with { Owned = true, Generation = 1, OldToken = new(old, "0123456789abcdef"), NewToken = new(fresh, _host.NewFingerprint) }, Stop);
        await _targets.PutAsync(_rotationId, [Some.Target("web")], Stop);
        await _send.RunAsync(new(_rotationId, 0, "oa-web", TargetAction.Probe, 0, 1), Stop);
    }

    private Task<SendOutcome> ApplyAsync(int attempt) => _send.RunAsync(new(_rotationId, 1, "oa-web", TargetAction.Apply, 1, attempt), Stop);

    private Task<TargetRecord> TargetAsync() => _targets.GetAsync(_rotationId, "oa-web", Stop);
}
