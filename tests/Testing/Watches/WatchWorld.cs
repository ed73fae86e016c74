using System.Net;
using System.Text.Json;
using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Registration;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Watching;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Http;
using TenantTokens.Testing.Ledger;
using TenantTokens.Testing.Time;
using TenantTokens.Testing.Vault;
using TenantTokens.Tokens;

namespace TenantTokens.Testing.Watches;

/// <summary>A Dynatrace environment that answers the real clients over HTTP messages, and a rotation in a ledger.</summary>
internal sealed class WatchWorld : HttpMessageHandler
{
    public const string Old = "prv0bYw93v8sU9b1";
    public const string New = "dt0a02.hRCnr6Yd3BFrtxaFhRCnr6Yd";
    public const string RotationId = "rot-1";

    private readonly HttpMessageInvoker _vault;
    private readonly ServiceProvider _services;

    public WatchWorld(PolicyOptions? policy = null)
    {
        Time.SetUtcNow(Some.Now);
        _vault = new HttpMessageInvoker(Vault);
        RotationOptions options = Some.Options(policy) with { Approvals = new() { Finish = new() { Approvers = ["alice"] } } };
        HttpClient connection = new(this);
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<ILedgerStore>(Store)
            .AddSingleton<HttpPipelineTransport>(new HttpClientTransport(this))
            .AddRotation(options)
            .AddSingleton(new DynatraceEnvironments([DynatraceEnvironments.Create(
                options.Environments[0],
                connection,
                static (_, _) => Task.FromResult("dt0c01.api"),
                new SecretScrubber(),
                Clock)]))
            .BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; } = new();

    /// <summary>The clock of the clients: their retries wait for nobody.</summary>
    public InstantTime Clock { get; } = new();

    /// <summary>The vault, which holds nothing but the claim. Its clock goes so fast that a claim settles without a wait.</summary>
    public FakeKeyVault Vault { get; } = new() { Clock = Some.Now, Step = TimeSpan.FromSeconds(5) };

    public double? Rejected { get; set; } = 0;

    public string AgentToken { get; set; } = New;

    public string GatewayToken { get; set; } = New;

    public Dictionary<string, (string Zone, string State, string Version, DateTimeOffset? FirstSeen)> Agents { get; } = [];

    /// <summary>The virtual machines that Azure shows.</summary>
    public List<string> Machines { get; } = [];

    /// <summary>Every answer of this path waits for that.</summary>
    public Dictionary<string, Task> Slow { get; } = [];

    public HashSet<string> GatesOnline { get; } = [];

    /// <summary>The host names of ActiveGates, by id; the others have none.</summary>
    public Dictionary<string, string> GateHosts { get; } = [];

    /// <summary>Paths that answer with this status, in Dynatrace's error envelope.</summary>
    public Dictionary<string, HttpStatusCode> Broken { get; } = [];

    public List<string> Asked { get; } = [];

    /// <summary>Where everything is written.</summary>
    public MemoryLedgerStore Store { get; } = new();

    /// <summary>The whole product.</summary>
    public IServiceProvider Services => _services;

    public RotationLedger Rotations => _services.GetRequiredService<RotationLedger>();

    public TargetLedger Targets => _services.GetRequiredService<TargetLedger>();

    public WatchLedger Watches => _services.GetRequiredService<WatchLedger>();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public WatchWorld Online(string zone, params string[] hosts)
    {
        foreach (string host in hosts)
        {
            Agents[$"HOST-{host}"] = (zone, "MONITORED", "1.299.43.20260815-123456", null);
        }

        return this;
    }

    public void Goes(string host, string state) => Agents[$"HOST-{host}"] = Agents[$"HOST-{host}"] with { State = state };

    /// <summary>Writes the rotation as it stands in the given phase, with both tokens known.</summary>
    public async Task<RotationRecord> RotationAsync(RotationPhase phase = RotationPhase.RotatingOneAgents, bool owned = true)
    {
        RotationRecord record = Some.Rotation(phase) with
        {
            StartTookEffect = owned,
            OldToken = new("v1", TenantToken.Parse(Old).Fingerprint(RotationId)),
            NewToken = new("v2", TenantToken.Parse(New).Fingerprint(RotationId)),
        };
        await _services.GetRequiredService<ILedgerStore>().TryCommitAsync(
            $"rotation:{RotationId}",
            [new LedgerWrite.Upsert("rotation", JsonSerializer.Serialize(record, DurableJson.Options))],
            Cancelled);
        return record;
    }

    public Task<RotationRecord> ChangeAsync(Func<RotationRecord, RotationRecord> change)
        => Rotations.UpdateAsync(RotationId, change, Cancelled);

    public Task TargetsAsync(params TargetRecord[] targets) => Targets.PutAsync(RotationId, targets, Cancelled);

    public Task<TargetRecord> TargetAsync(string id) => Targets.GetAsync(RotationId, id, Cancelled);

    public Task<TResult> RunAsync<TActivity, TInput, TResult>(TInput input)
        where TActivity : IActivity<TInput, TResult>
        => ActivatorUtilities.CreateInstance<TActivity>(_services).RunAsync(input, Cancelled);

    public async Task<List<AuditEvent>> AuditAsync(string code)
        => await _services.GetRequiredService<AuditTrail>()
            .ListAsync(RotationId, Cancelled)
            .Where(entry => entry.Code == code)
            .ToListAsync(Cancelled);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string path = request.RequestUri!.AbsolutePath;
        lock (Asked)
        {
            Asked.Add(path);
        }

        await Slow.GetValueOrDefault(path, Task.CompletedTask).WaitAsync(cancellationToken);
        if (path.StartsWith("/secrets/", StringComparison.Ordinal))
        {
            return await _vault.SendAsync(request, cancellationToken);
        }

        object body = path switch
        {
            "/api/v2/metrics/query" => new { result = new[] { new { data = new[] { new { values = new[] { Rejected } } } } } },
            "/api/v1/oneagents" => new { hosts = Agents.Select(static agent => Agent(agent.Key, agent.Value)) },
            "/api/v2/activeGates" => new
            {
                activeGates = GatesOnline.Select(
                    id => new { id, type = "ENVIRONMENT", version = "1.301.0", hostname = GateHosts.GetValueOrDefault(id) }),
            },
            "/api/v1/deployment/installer/agent/connectioninfo" => new { tenantToken = AgentToken },
            "/api/v1/deployment/installer/gateway/connectioninfo" => new { tenantToken = GatewayToken },
            "/providers/Microsoft.ResourceGraph/resources" => await FleetAsync(request, cancellationToken),
            _ => throw new UnexpectedRequestException(path),
        };
        return Broken.TryGetValue(path, out HttpStatusCode broken)
            ? ScriptedHttp.Response((int)broken, JsonSerializer.Serialize(new { error = new { code = (int)broken, message = "broken" } }))
            : ScriptedHttp.Response(200, JsonSerializer.Serialize(body));
    }

    private async Task<object> FleetAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string query = await request.Content!.ReadAsStringAsync(cancellationToken);
        IEnumerable<string> shown = query.Contains("virtualmachinescalesets", StringComparison.OrdinalIgnoreCase) ? [] : Machines;
        return new
        {
            data = shown.Select(static name => new
            {
                id = Some.Machine(name).ResourceId,
                name,
                kind = "vm",
                osType = "linux",
                state = "PowerState/running",
            }),
        };
    }

    private static object Agent(string id, (string Zone, string State, string Version, DateTimeOffset? FirstSeen) agent)
    {
        string[] version = agent.Version.Split('.', 4);
        return new
        {
            hostInfo = new
            {
                entityId = id,
                displayName = id["HOST-".Length..],
                networkZoneId = agent.Zone,
                agentVersion = new
                {
                    major = int.Parse(version[0], null),
                    minor = int.Parse(version[1], null),
                    revision = int.Parse(version[2], null),
                    timestamp = version[3],
                },
                firstSeenTimestamp = agent.FirstSeen?.ToUnixTimeMilliseconds(),
            },
            active = agent.State is "MONITORED",
            availabilityState = agent.State,
            detailedAvailabilityState = agent.State,
        };
    }
}
