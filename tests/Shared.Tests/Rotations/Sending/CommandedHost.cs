using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using TenantTokens.Azure;
using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Sending;
using TenantTokens.RunCommand;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Ledger;
using TenantTokens.Testing.Time;
using TenantTokens.Testing.Vault;
using TenantTokens.Tokens;

namespace TenantTokens.Shared.Tests.Rotations.Sending;

/// <summary>One host, probed or to be probed, to which commands are sent as a wave does it.</summary>
internal sealed class CommandedHost : IDisposable
{
    private const string New = "hRCnr6Yd3BFrtxaF";
    private readonly InstantTime _time = new();
    private readonly FakeKeyVault _azureVault = new();
    private readonly TokenVault _vault;
    private readonly RotationLedger _rotations;
    private readonly TargetLedger _targets;
    private readonly SendRunCommand _send;

    public CommandedHost()
    {
        RotationOptions options = Some.Options();
        Host = new ClockHost(_time);
        SecretScrubber scrubber = new();
        SecretClientOptions clientOptions = new()
        {
            Transport = new HttpClientTransport(_azureVault),
            DisableChallengeResourceVerification = true,
        };
        _vault = new TokenVault(
            new SecretClient(new Uri("https://vault.test"), AzureCredentials.Create(options.Azure), clientOptions),
            scrubber,
            _time);
        RunCommandClient client = new(
            new ArmPipeline(options.Azure, AzureCredentials.Create(options.Azure), new HttpClientTransport(Host), _time),
            scrubber);
        RunCommandExecution execution = new(client, options.Policy, scrubber, _time);
        MemoryLedgerStore store = new();
        _rotations = new(store, _time);
        _targets = new(store);
        Plans = new(store);
        RunCommandFactory host = new(_vault, options, _time);
        ClockCheck clock = new(_targets, Plans, host, execution, _time);
        PoolTurn turn = new(new PoolLeases(store, _time), options.Policy, _time);
        SendOnce once = new(_targets, Plans, host, execution, _time);
        _send = new(_rotations, _targets, Plans, turn, once, host, clock, execution, client, options.Policy, _time);
    }

    public ClockHost Host { get; }

    public PlanLedger Plans { get; }

    public string RotationId { get; private set; } = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async Task ProbedAsync()
    {
        RotationRecord rotation = (await _rotations.OpenAsync(new("sim00001", "rachel"), Stop)).Rotation;
        RotationId = rotation.RotationId;
        Host.NewFingerprint = TenantToken.Parse(New).Fingerprint(RotationId);
        string old = _azureVault.Add("tenant-token", "prv0bYw93v8sU9b1").Version;
        string fresh = _azureVault.Add("tenant-token", New).Version;
        await _rotations.UpdateAsync(
            RotationId,
            current => current with
            {
                StartTookEffect = true,
                Generation = 1,
                OldToken = new(old, "0123456789abcdef"),
                NewToken = new(fresh, Host.NewFingerprint),
            },
            Stop);
        await _targets.PutAsync(RotationId, [Some.Target("web")], Stop);
        await SendAsync(TargetAction.Probe, wave: 0, generation: 0, attempt: 1);
    }

    public Task<SendRunCommand.Result> ApplyAsync(int attempt) => SendAsync(TargetAction.Apply, wave: 1, generation: 1, attempt);

    public Task<SendRunCommand.Result> RestoreAsync() => SendAsync(TargetAction.Restore, wave: 1, generation: 2, attempt: 1);

    /// <summary>An apply whose process is told to stop while it runs.</summary>
    public Task<SendRunCommand.Result> ApplyUntilAsync(CancellationToken death, int attempt = 1)
        => _send.RunAsync(new(RotationId, 1, "oa-web", TargetAction.Apply, 1, attempt), death);

    public Task<TargetRecord> TargetAsync() => _targets.GetAsync(RotationId, "oa-web", Stop);

    public Task ChangeAsync(Func<TargetRecord, TargetRecord> change) => _targets.UpdateAsync(RotationId, "oa-web", change, Stop);

    /// <summary>An operator pauses the rotation, or lets it go on.</summary>
    public Task PauseAsync(bool isPaused) => _rotations.UpdateAsync(RotationId, current => current with { Paused = isPaused }, Stop);

    public void Dispose()
    {
        _vault.Dispose();
        _azureVault.Dispose();
        Host.Dispose();
    }

    private Task<SendRunCommand.Result> SendAsync(TargetAction action, int wave, long generation, int attempt)
        => _send.RunAsync(new(RotationId, wave, "oa-web", action, generation, attempt), Stop);
}
