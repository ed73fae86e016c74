using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Time.Testing;
using TenantTokens.Azure;
using TenantTokens.Configuration.Options;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Finishing;
using TenantTokens.Rotations.Schedules;
using TenantTokens.Rotations.Waves;
using TenantTokens.Scheduling;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Ledger;
using TenantTokens.Testing.Vault;
using TenantTokens.Tokens;

namespace TenantTokens.Shared.Tests.Scheduling;

/// <summary>One environment with a schedule, a ledger, a vault and a clock.</summary>
internal sealed class ScheduleDriver : IDisposable
{
    public const string Environment = "sim00001";
    public const string Secret = "tenant-token";

    public ScheduleDriver(ScheduleOptions? schedule, DateTimeOffset now)
    {
        Time = new(now);
        Options = Some.Options(schedule: schedule) with
        {
            Azure = new()
            {
                ArmEndpoint = new("https://localhost:1"),
                VaultUri = new("https://vault.test"),
                Credential = AzureCredentialKind.Simulated,
            },
        };
        SecretClientOptions client = new() { Transport = new HttpClientTransport(Azure), DisableChallengeResourceVerification = true };
        client.Retry.MaxRetries = 0;
        AzureOptions local = new()
        {
            ArmEndpoint = new("https://localhost"),
            VaultUri = new("https://localhost"),
            Credential = AzureCredentialKind.Simulated,
        };
        Vault = new(new SecretClient(Options.Azure.VaultUri, AzureCredentials.Create(local), client), new SecretScrubber(), Time);
        Audit = new(Store, Time);
        Rotations = new(Store, Time);
        Schedules = new(Store);
        Azure.Add(Secret, "prv0bYw93v8sU9b1");
    }

    public FakeTimeProvider Time { get; }

    public RotationOptions Options { get; private set; }

    public FakeKeyVault Azure { get; } = new();

    public MemoryLedgerStore Store { get; } = new();

    public TokenVault Vault { get; }

    public AuditTrail Audit { get; }

    public RotationLedger Rotations { get; }

    public ScheduleLedger Schedules { get; }

    public ScheduleReader Reader => new(Options, Schedules, Rotations, new VersionInForce(Options, Vault), Time);

    public ScheduleDispatcher Dispatcher => new(Reader, Schedules, Rotations, Audit, Time);

    public NearExpiryHandler NearExpiry => new(Options, Reader, Schedules, Dispatcher, Time);

    /// <summary>The newest vault version.</summary>
    public FakeKeyVault.SecretVersion Newest => Azure.VersionsOf(Secret)[^1];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Reconfigure(ScheduleOptions? schedule)
        => Options = Options with { Environments = [Options.Environments[0] with { Schedule = schedule }] };

    public Task<ScheduleAnswer> AskAsync() => Dispatcher.AskAsync(Environment, Stop);

    /// <summary>Asks at a later moment.</summary>
    public Task<ScheduleAnswer> AskAsync(DateTimeOffset at)
    {
        Time.SetUtcNow(at);
        return AskAsync();
    }

    public async Task<ScheduleRecord> RecordAsync() => (await Schedules.ReadAsync(Environment, Stop)).Record;

    public async Task<RotationRecord> OpenAsync(bool emergency = false)
        => (await Rotations.OpenAsync(new(Environment, "rachel", Reason: "by hand", Emergency: emergency), Stop)).Rotation;

    public Task<RotationRecord> CancelAsync(RotationRecord rotation)
        => Rotations.UpdateAsync(
            rotation.RotationId,
            current => current with { Phase = RotationPhase.Cancelled, EndedAt = Time.GetUtcNow() },
            Stop);

    /// <summary>The rotation takes effect: the token is a new vault version, the old one is dead.</summary>
    public Task<RotationRecord> CompleteAsync(RotationRecord rotation)
    {
        string old = Newest.Version;
        string fresh = Azure.Add(Secret, $"tenanttoken{Azure.VersionsOf(Secret).Count:D5}").Version;
        return Rotations.UpdateAsync(
            rotation.RotationId,
            current => current with
            {
                Phase = RotationPhase.Completed,
                EndedAt = Time.GetUtcNow(),
                OldToken = new(old, "old"),
                NewToken = new(fresh, "new"),
                Finish = new(1, Time.GetUtcNow(), Answered: true),
            },
            Stop);
    }

    public Task<RecordSuccess.Result> RecordSuccessAsync(RotationRecord rotation)
        => new RecordSuccess(Rotations, Schedules, Options, Vault, Audit, Time).RunAsync(rotation.RotationId, Stop);

    public Task<CheckWindow.Result> CheckWindowAsync(RotationRecord rotation)
        => new CheckWindow(Rotations, Options, Audit, Time).RunAsync(rotation.RotationId, Stop);

    /// <summary>The codes of what was audited, in the order of the alphabet: on a clock that stands still there is no other.</summary>
    public async Task<string[]> AuditedAsync(RotationRecord rotation)
        => [
            .. await Audit.ListAsync(rotation.RotationId, Stop)
                .Select(static entry => entry.Code)
                .Order(StringComparer.Ordinal)
                .ToListAsync(Stop),
        ];

    public void Dispose()
    {
        Vault.Dispose();
        Azure.Dispose();
    }
}
