using System.Net;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Approvals;
using TenantTokens.Approvals.Links;
using TenantTokens.Azure;
using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Local.Ledger;
using TenantTokens.Registration;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Gates;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Vault;
using TenantTokens.Tooling;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;

namespace TenantTokens.Web.Tests.Infrastructure;

/// <summary>
/// The real pages and API on a free port of loopback, over a real SQLite ledger. Only the vault and the clock are replaced.
/// </summary>
internal sealed class WebApp : IAsyncDisposable
{
    public const string Holder = "olga";
    private readonly string _folder;
    private readonly Action<IServiceCollection>? _more;
    private readonly ServiceProvider _services;
    private readonly SqliteLedgerStore _store;
    private WebApplication? _application;
    private int _underWay;

    private WebApp(
        string folder,
        FakeKeyVault vault,
        WaitedTime time,
        RotationOptions options,
        WebHostOptions host,
        EntraOptions? entra,
        Action<IServiceCollection>? more)
    {
        _more = more;
        (_folder, Vault, Time, Options, HostOptions, EntraOptions) = (folder, vault, time, options, host, entra);
        _store = new SqliteLedgerStore(Path.Combine(folder, "ledger.db"));
        IServiceCollection services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<ILedgerStore>(_store)
            .AddRotation(options)
            .AddSingleton(CreateVaultClient(vault))
            .AddRotationWeb(host)
            .AddApiKeySignIn(KeyFile, Holder);
        if (entra is not null)
        {
            services.AddEntraSignIn(entra);
        }

        if (more is null)
        {
            services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        }
        else
        {
            more(services);
        }

        _services = services.BuildServiceProvider();
    }

    public FakeKeyVault Vault { get; }

    public WaitedTime Time { get; }

    public RotationOptions Options { get; }

    public WebHostOptions HostOptions { get; }

    public EntraOptions? EntraOptions { get; }

    /// <summary>Whether it runs beside another one, whose folder it uses.</summary>
    private bool IsBeside { get; init; }

    /// <summary>What wakes rotations after a write, as on Functions.</summary>
    public RecordedEngine Engine { get; } = new();

    /// <summary>Where its ledger is, as the data directory of the command line.</summary>
    public string Folder => _folder;

    public string KeyFile => Path.Combine(_folder, "api-keys.json");

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>
    /// Starts one; <paramref name="more"/> says where the keys of cookies and forms are kept, and may replace the vault. Without it they
    /// live as long as the process.
    /// </summary>
    public static async Task<WebApp> StartAsync(
        CancellationToken cancellationToken,
        WebHostOptions? host = null,
        EntraOptions? entra = null,
        Func<RotationOptions, RotationOptions>? change = null,
        bool frontEnd = false,
        Action<IServiceCollection>? more = null)
    {
        int port = FreePort();
        RotationOptions options = Some.Options() with
        {
            Web = new() { PublicAddress = new Uri($"http://127.0.0.1:{port}") },
            Approvals = new() { Finish = new() { Quorum = 2, Approvers = ["alice", "bob", "carol", "rachel"] } },
        };
        WebApp app = new(
            Directory.CreateTempSubdirectory("web-").FullName,
            new(),
            new(),
            change?.Invoke(options) ?? options,
            host ?? new(),
            entra,
            more);
        await app.ListenAsync(port, cancellationToken, frontEnd);
        return app;
    }

    /// <summary>Ends this process of the app as a crash does, and starts another one on the same ledger and port.</summary>
    public async Task<WebApp> CrashAsync(CancellationToken cancellationToken)
    {
        await StopAsync();
        WebApp next = new(_folder, Vault, Time, Options, HostOptions, EntraOptions, _more) { IsBeside = IsBeside };
        await next.ListenAsync(Address.Port, cancellationToken);
        return next;
    }

    /// <summary>Starts another process of the app on the same ledger and the same files, while this one runs.</summary>
    public async Task<WebApp> StartBesideAsync(CancellationToken cancellationToken)
    {
        WebApp beside = new(_folder, Vault, Time, Options, HostOptions, EntraOptions, _more) { IsBeside = true };
        await beside.ListenAsync(FreePort(), cancellationToken);
        return beside;
    }

    public T Get<T>()
        where T : notnull
        => _services.GetRequiredService<T>();

    public Visitor Visit() => new(Address);

    public string Key(WebRoles role)
        => System.Text.Json.JsonDocument.Parse(File.ReadAllText(ApiKeyFile.Open(KeyFile).Path)).RootElement.GetProperty(
            role.ToString().ToLowerInvariant()).GetString()!;

    /// <summary>A rotation that rachel asked for, with these hosts failed, and its open finish gate.</summary>
    public async Task<(RotationRecord Rotation, GateRecord Gate)> AskAsync(
        string environment = "sim00001",
        GateKind kind = GateKind.Finish,
        params TargetRecord[] more)
    {
        RotationRequest request = new(environment, "rachel") { Reason = "the quarterly rotation" };
        RotationRecord rotation = (await Get<RotationLedger>().OpenAsync(request, default)).Rotation;
        rotation = await Get<RotationLedger>()
            .UpdateAsync(
                rotation.RotationId,
                static current => current with
                {
                    Phase = RotationPhase.AwaitingFinish,
                    PlanHash = Some.PlanHash,
                    Generation = 1,
                    StartTookEffect = true,
                },
                default);
        await Get<TargetLedger>().PutAsync(
            rotation.RotationId,
            [
                Some.Target("web-01", TargetState.Rotated),
                Some.Target("web-03", TargetState.Failed) with { Message = "The host refused: unexpected-token." },
                .. more,
            ],
            default);
        return (rotation, (await OpenGateAsync(rotation, kind))!);
    }

    public async Task<GateRecord?> OpenGateAsync(RotationRecord rotation, GateKind kind = GateKind.Finish)
    {
        OpenGate activity = new(Get<RotationLedger>(), Get<GateLedger>(), Get<GateQuestions>(), Get<ApprovalOptions>(), Time);
        string? id = (await activity.RunAsync(new(rotation.RotationId, kind), default)).GateId;
        return id is null ? null : await Get<GateLedger>().FindAsync(rotation.RotationId, id, default);
    }

    /// <summary>Counts the votes, as the rotation does: gives how the gate stands, and closes it when it is decided.</summary>
    public Task<GateOutcome> CloseIfDecidedAsync(RotationRecord rotation, GateRecord gate)
        => new CloseGateIfDecided(Get<GateDecision>(), Get<OperatorCommandLedger>())
            .RunAsync(new(rotation.RotationId, gate.GateId), default);

    public Task<GateOutcome> SupersedeAsync(RotationRecord rotation, GateRecord gate)
        => Get<GateLedger>().SupersedeAsync(rotation.RotationId, gate.GateId, default);

    public Task<Uri> LinkAsync(RotationRecord rotation, GateRecord gate, string person)
        => Get<ApprovalLinks>().CreateAsync(rotation.RotationId, gate, person, default);

    public async Task<GateOutcome> OutcomeAsync(RotationRecord rotation, GateRecord gate)
        => await Get<GateLedger>()
            .EvaluateAsync(rotation.RotationId, (await Get<GateLedger>().FindAsync(rotation.RotationId, gate.GateId, default))!, default);

    public async Task<List<Vote>> VotesAsync(RotationRecord rotation, GateRecord gate)
        => await Get<GateLedger>().ListVotesAsync(rotation.RotationId, gate.GateId, default).ToListAsync();

    public async Task<List<AuditEvent>> AuditAsync(string trail) => await Get<AuditTrail>().ListAsync(trail, default).ToListAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Vault.Dispose();
        if (!IsBeside)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static int FreePort()
    {
        using System.Net.Sockets.TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static SecretClient CreateVaultClient(FakeKeyVault vault)
    {
        AzureOptions azure = new()
        {
            ArmEndpoint = new Uri("https://localhost"),
            VaultUri = new Uri("https://localhost"),
            Credential = AzureCredentialKind.Simulated,
        };
        SecretClientOptions options = new() { Transport = new HttpClientTransport(vault), DisableChallengeResourceVerification = true };
        options.Retry.MaxRetries = 0;
        return new SecretClient(new Uri("https://vault.test"), AzureCredentials.Create(azure), options);
    }

    private async Task ListenAsync(int port, CancellationToken cancellationToken, bool frontEnd = false)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        _application = builder.Build();
        if (frontEnd)
        {
            _application.UseForwardedHeaders(new() { ForwardedHeaders = ForwardedHeaders.All }); // as the worker's SDK does on Functions
        }

        WakingWeb web = new(_services);
        _application.Run(async context =>
        {
            Interlocked.Increment(ref _underWay);
            try
            {
                await web.AnswerAsync(context, Engine);
            }
            finally
            {
                Interlocked.Decrement(ref _underWay);
            }
        });
        await _application.StartAsync(cancellationToken);
        Address = new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    /// <summary>Waits until all is done that comes after an answer: the visitor has it before anybody is woken.</summary>
    public Task SettleAsync()
        => Eventually.IsSoAsync(
            () => Task.FromResult(Volatile.Read(ref _underWay) == 0),
            () => "what comes after an answer is done",
            TimeSpan.FromMilliseconds(5),
            TestContext.Current.CancellationToken);

    private async Task StopAsync()
    {
        await _application!.DisposeAsync();
        await _services.DisposeAsync();
        await _store.DisposeAsync();
    }
}
