using System.Security.Cryptography.X509Certificates;
using TenantTokens.Simulator.Faults;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Machines.Tools;
using TenantTokens.Simulator.Teams;
using TenantTokens.Simulator.Wire;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator;

/// <summary>
/// A whole world on loopback: Dynatrace environments, Azure Resource Manager, Resource Graph, Key Vault, a Teams webhook, and a fleet of
/// machines whose run commands execute real scripts on trees of real files.
/// </summary>
public sealed class SimulatedWorld : IAsyncDisposable
{
    private readonly CancellationTokenSource _end;
    private readonly WorldState _state;
    private readonly FaultPlanter _planter;
    private readonly ControlPort _control;
    private readonly X509Certificate2 _certificate;
    private readonly WorldServer _server;
    private readonly Task _pulse;
    private bool _disposed;

    private SimulatedWorld(
        CancellationTokenSource end,
        WorldState state,
        FaultPlanter planter,
        ControlPort control,
        X509Certificate2 certificate,
        WorldServer server,
        string certificateAuthorityPath)
    {
        (_end, _state, _planter, _control, _certificate, _server) = (end, state, planter, control, certificate, server);
        CertificateAuthorityPath = certificateAuthorityPath;
        state.Pulse.Beat();
        _pulse = Task.Run(() => state.Pulse.RunAsync(end.Token));
    }

    /// <summary>The address, https://127.0.0.1:port.</summary>
    public Uri Endpoint => _server.Endpoint;

    /// <summary>The PEM file with the authority that signed the server's certificate.</summary>
    public string CertificateAuthorityPath { get; }

    /// <summary>Creates the machines and starts to listen.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// There are fewer than 4 machines or more than their kind allows, or the time scale is not above 0.
    /// </exception>
    public static async Task<SimulatedWorld> StartAsync(WorldOptions options, CancellationToken cancellationToken)
    {
        Check(options);
        string directory = Path.GetFullPath(options.Directory);
        Directory.CreateDirectory(directory);

        CancellationTokenSource end = new();
        WorldState state = CreateState(options, end.Token);
        ControlPort control = new((machine, tool) => (state.Machine(machine) as IFleetMachine)?.Tool(tool));
        control.Start();
        try
        {
            FleetBuilder fleet = new(state, directory, options.Machines, options.Environments, options.Seed, control.Port);
            fleet.Build();

            using CertificateAuthority authority = new(options.Time.GetUtcNow());
            string certificateAuthorityPath = Path.Combine(directory, "ca.pem");
            await ReplaceAsync(certificateAuthorityPath, authority.Pem, cancellationToken);
            X509Certificate2 certificate = authority.IssueServerCertificate();
            FaultPlanter planter = new(state, fleet);
            if (options.SomeFaults)
            {
                SomeFaults.Plant(state, planter);
            }

            WorldEndpoints endpoints = new(state, planter);
            WorldServer server = await WorldServer.StartAsync(state, endpoints, certificate, options.Port, cancellationToken);
            state.Vault.Add(WebhookEndpoint.Secret, WebhookEndpoint.UrlOf(state, server.Endpoint));
            return new SimulatedWorld(end, state, planter, control, certificate, server, certificateAuthorityPath);
        }
        catch
        {
            await end.CancelAsync();
            await control.DisposeAsync();
            throw;
        }
    }

    private static void Check(WorldOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Machines, WorldOptions.MinMachines);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            options.Machines,
            options.Models ? WorldOptions.MaxModels : WorldOptions.MaxTrees);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.TimeScale);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Environments, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Environments, options.Machines switch { >= 16 => 3, >= 8 => 2, _ => 1 });
    }

    private static WorldState CreateState(WorldOptions options, CancellationToken end)
        => new(new WorldClock(options.Time, options.TimeScale), new Chance(options.Seed), end)
        {
            HasModels = options.Models,
            MaxScriptLength = options.MaxScriptLength ?? int.MaxValue,
            Recorder = options.KeepsRequests ? new Recorder() : null,
        };

    /// <summary>Lists the kinds of requests so far: service, method and route.</summary>
    public IReadOnlyList<string> RequestKinds() => _state.Traffic.Kinds;

    /// <summary>
    /// Lists every request that was answered so far, with its content; empty unless <see cref="WorldOptions.KeepsRequests"/>.
    /// </summary>
    public IReadOnlyList<RequestSnapshot> Requests() => _state.Recorder?.All ?? [];

    /// <summary>Lists every run command there ever was, in the order of the PUTs.</summary>
    public IReadOnlyList<CommandSnapshot> Commands() => _state.Commands.History();

    /// <summary>Returns the content of a rotation.json that points at this world.</summary>
    public string RotationJson() => RotationFile.Write(_state, Endpoint, CertificateAuthorityPath);

    /// <summary>Writes <see cref="RotationJson"/> to a file, which is complete as soon as it exists.</summary>
    public Task WriteConfigurationAsync(string path, CancellationToken cancellationToken)
        => ReplaceAsync(Path.GetFullPath(path), RotationJson(), cancellationToken);

    /// <summary>Returns what GET /world answers.</summary>
    public WorldSnapshot Snapshot() => SnapshotTaker.Take(_state);

    /// <summary>Does what POST /world/faults does.</summary>
    /// <exception cref="ArgumentException">A value is missing or unknown; the message names what is allowed.</exception>
    public void Plant(Fault fault) => _planter.Plant(fault);

    /// <summary>Ends everything, including every process that a script left running.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        await _end.CancelAsync();
        await _pulse;
        await _server.DisposeAsync();
        await _state.Commands.DrainAsync();
        foreach (IMachine machine in _state.Machines.Concat(_state.Departed))
        {
            await ((machine as IAsyncDisposable)?.DisposeAsync() ?? ValueTask.CompletedTask);
            (machine as IDisposable)?.Dispose();
        }

        await _control.DisposeAsync();
        _certificate.Dispose();
        _end.Dispose();
    }

    private static async Task ReplaceAsync(string path, string text, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string fresh = path + ".new";
        await File.WriteAllTextAsync(fresh, text, cancellationToken);
        File.Move(fresh, path, overwrite: true);
    }
}
