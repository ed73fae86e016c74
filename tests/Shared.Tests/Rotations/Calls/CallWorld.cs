using System.Text.Json;
using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Registration;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Rotations.Gates;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Http;
using TenantTokens.Testing.Ledger;
using TenantTokens.Testing.Time;
using TenantTokens.Testing.Vault;
using TenantTokens.Tokens;

namespace TenantTokens.Shared.Tests.Rotations.Calls;

/// <summary>
/// A Dynatrace environment with its rotation, at which other people act too, a vault, and a rotation of ours in the ledger. The real
/// clients talk to it over HTTP messages.
/// </summary>
internal sealed class CallWorld : HttpMessageHandler
{
    public const string RotationId = "rot-1";
    private const string Secret = "tenant-token";
    private readonly ServiceProvider _services;
    private string? _oldAtDynatrace;
    private int _made;

    public CallWorld(PolicyOptions? policy = null)
    {
        Time.SetUtcNow(Some.Now);
        RotationOptions options = Some.Options(policy) with { Approvals = new() { Finish = new() { Approvers = ["alice"] } } };
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<ILedgerStore>(new MemoryLedgerStore())
            .AddSingleton<HttpPipelineTransport>(new HttpClientTransport(Vault))
            .AddRotation(options)
            .AddSingleton(new DynatraceEnvironments([DynatraceEnvironments.Create(
                options.Environments[0],
                new HttpClient(this),
                ReadApiTokenAsync,
                new SecretScrubber(),
                Clock)]))
            .BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; } = new();

    /// <summary>The clock of the clients: their retries wait for nobody.</summary>
    public InstantTime Clock { get; } = new();

    /// <summary>Its clock goes so fast that a claim settles without a wait.</summary>
    public FakeKeyVault Vault { get; } = new() { Clock = Some.Now, Step = TimeSpan.FromSeconds(5) };

    /// <summary>The token in force.</summary>
    public string InForce { get; private set; } = "old0bYw93v8sU9b1";

    /// <summary>What ActiveGate installers get instead; null for the same.</summary>
    public string? Gateways { get; set; }

    /// <summary>Whether a rotation is open at Dynatrace.</summary>
    public bool IsOpen => _oldAtDynatrace is not null;

    /// <summary>The calls that arrived, with what became of them.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>
    /// What becomes of the next calls: a status that is answered in Dynatrace's envelope and has no effect, or one of the words below.
    /// </summary>
    public Queue<string> Fates { get; } = new();

    /// <summary>What somebody else does between the arrival of the next call and the reading that follows it.</summary>
    public Action? AfterNextCall { get; set; }

    /// <summary>What another run of the activity does before the connection info is answered the next time.</summary>
    public Func<Task>? AtNextLook { get; set; }

    public bool ConnectionInfoIsDown { get; set; }

    /// <summary>How often the vault still gives the API token; null for always.</summary>
    public int? ReadsOfApiTokenLeft { get; set; }

    public RotationLedger Rotations => _services.GetRequiredService<RotationLedger>();

    public TargetLedger Targets => _services.GetRequiredService<TargetLedger>();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    // What anybody can do at Dynatrace.
    public bool Start()
    {
        if (IsOpen)
        {
            return false;
        }

        (_oldAtDynatrace, InForce) = (InForce, $"new{++_made}bYw93v8sU9b1");
        return true;
    }

    public bool Finish()
    {
        bool was = IsOpen;
        _oldAtDynatrace = null;
        return was;
    }

    public bool Cancel()
    {
        bool was = IsOpen;
        (InForce, _oldAtDynatrace) = (_oldAtDynatrace ?? InForce, null);
        return was;
    }

    /// <summary>A rotation of ours in the ledger, before start.</summary>
    public Task<RotationRecord> PlannedAsync(params TargetRecord[] targets)
        => PutAsync(Some.Rotation(RotationPhase.Starting) with { PlanHash = Some.PlanHash }, targets);

    /// <summary>A rotation of ours that has started, with an approved gate for what is left of the targets.</summary>
    public async Task<RotationRecord> StartedAsync(RotationPhase phase, params TargetRecord[] targets)
    {
        string old = InForce;
        Start();
        RotationRecord record = Some.Rotation(phase) with
        {
            PlanHash = Some.PlanHash,
            StartTookEffect = true,
            GatewayTokenDiffers = false,
            OldToken = new(Vault.Add(Secret, old).Version, FingerprintOf(old)),
            NewToken = new(Vault.Add(Secret, InForce).Version, FingerprintOf(InForce)),
            Start = new(1, Some.Now, Answered: true),
        };
        return await PutAsync(record, targets);
    }

    /// <summary>Our copy holds the claim on the environment, as before a call is sent.</summary>
    public async Task ClaimedAsync()
    {
        EnvironmentClaim claim = _services.GetRequiredService<EnvironmentClaim>();
        Assert.Null(await claim.WhyNotAsync(await RotationAsync(), isLasting: true, Cancelled));
    }

    /// <summary>Alice approved a gate that named these.</summary>
    public async Task ApprovedAsync(GateKind kind, params ExceptionItem[] rest)
    {
        string id = kind is GateKind.Cancel ? "cancel-1" : "finish-1";
        GateLedger gates = _services.GetRequiredService<GateLedger>();
        await gates.OpenAsync(RotationId, Some.Gate(kind: kind) with { GateId = id, ExceptionCount = rest.Length }, rest, Cancelled);
        await _services.GetRequiredService<GateVoting>().VoteAsync(RotationId, id, Some.Vote("alice"), Cancelled);
        Assert.Equal(GateOutcome.Approved, await RunAsync<CloseGateIfDecided, GateInput, GateOutcome>(new(RotationId, id)));
    }

    /// <summary>A rotation of ours as it stands.</summary>
    public Task<RotationRecord> StandsAsync(RotationRecord record) => PutAsync(record, []);

    public Task<RotationRecord> ChangeAsync(Func<RotationRecord, RotationRecord> change)
        => Rotations.UpdateAsync(RotationId, change, Cancelled);

    public Task<RotationRecord> RotationAsync() => Rotations.GetAsync(RotationId, Cancelled);

    public static string FingerprintOf(string token) => TenantToken.Parse(token).Fingerprint(RotationId);

    public Task<TResult> RunAsync<TActivity, TInput, TResult>(TInput input)
        where TActivity : IActivity<TInput, TResult>
        => ActivatorUtilities.CreateInstance<TActivity>(_services).RunAsync(input, Cancelled);

    public async Task<string[]> AuditAsync()
        => await _services.GetRequiredService<AuditTrail>()
            .ListAsync(RotationId, Cancelled)
            .Select(static entry => $"{entry.Code}: {entry.Detail}")
            .ToArrayAsync(Cancelled);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string path = request.RequestUri!.AbsolutePath;
        if (AtNextLook is { } other && path.EndsWith("connectioninfo", StringComparison.Ordinal))
        {
            AtNextLook = null;
            await other();
        }

        return path switch
        {
            "/api/v1/deployment/installer/agent/connectioninfo" => Info(InForce),
            "/api/v1/deployment/installer/gateway/connectioninfo" => Info(Gateways ?? InForce),
            "/api/v2/tenantTokenRotation/start" => Answer("start", Start),
            "/api/v2/tenantTokenRotation/finish" => Answer("finish", Finish),
            "/api/v2/tenantTokenRotation/cancel" => Answer("cancel", Cancel),
            _ => throw new UnexpectedRequestException(path),
        };
    }

    private HttpResponseMessage Info(string token)
        => ConnectionInfoIsDown
            ? ScriptedHttp.Response(500, null)
            : ScriptedHttp.Response(200, JsonSerializer.Serialize(new { tenantToken = token }));

    private HttpResponseMessage Answer(string call, Func<bool> act)
    {
        string fate = Fates.TryDequeue(out string? next) ? next : "answered";
        bool arrives = fate is "answered" or "lost after the effect" or "a proxy's 403 after the effect";
        string? old = _oldAtDynatrace;
        bool tookEffect = arrives && act();
        Calls.Add($"{call} {(tookEffect ? "took effect" : "had no effect")}");
        string active = InForce;
        AfterNextCall?.Invoke();
        AfterNextCall = null;
        return fate switch
        {
            "lost before the effect" or "lost after the effect" => throw new HttpRequestException("The connection was lost."),
            "a proxy's 403 after the effect" => ScriptedHttp.Response(403, "<html>Forbidden</html>"),
            "answered" when tookEffect
                => ScriptedHttp.Response(200, JsonSerializer.Serialize(new { active = new { value = active }, old = new { value = old } })),
            "answered" => Envelope(400, "wrong state"),
            _ => Envelope(int.Parse(fate, null), "refused"),
        };
    }

    private static HttpResponseMessage Envelope(int status, string message)
        => ScriptedHttp.Response(status, JsonSerializer.Serialize(new { error = new { code = status, message } }));

    private Task<string> ReadApiTokenAsync(string name, CancellationToken cancellationToken)
        => ReadsOfApiTokenLeft-- is 0
            ? throw new global::Azure.RequestFailedException(503, "The vault is down.")
            : Task.FromResult("dt0c01.api");

    private async Task<RotationRecord> PutAsync(RotationRecord record, TargetRecord[] targets)
    {
        await _services.GetRequiredService<ILedgerStore>().TryCommitAsync(
            $"rotation:{RotationId}",
            [new LedgerWrite.Upsert("rotation", JsonSerializer.Serialize(record, DurableJson.Options))],
            Cancelled);
        await Targets.PutAsync(RotationId, targets, Cancelled);
        return record;
    }
}
