using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Simulation.Checks;
using TenantTokens.Simulation.Time;
using TenantTokens.Simulator;
using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Faults;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Machines.Models;
using TenantTokens.Simulator.Teams;
using TenantTokens.Simulator.Vault;
using TenantTokens.Simulator.Wire;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulation.World;

/// <summary>
/// The simulator's world on the clock that jumps: its machines are models, its services are called in process, its heartbeats are counted
/// by arithmetic.
/// </summary>
internal sealed class VirtualWorld : IDisposable
{
    /// <summary>The environment that is rotated.</summary>
    public const string EnvironmentId = FleetBuilder.MainEnvironment;

    // A script's last line, when it has put another token in place.
    private const string Rotated = "\"outcome\":\"rotated\"";
    private const string Restored = "\"outcome\":\"restored\",\"code\":\"ok\"";

    /// <summary>Where the services seem to be.</summary>
    public static readonly Uri Address = new("https://127.0.0.1/");

    private static readonly ServiceProvider _routing = new ServiceCollection()
        .AddLogging()
        .AddRoutingCore()
        .AddSingleton(static _ => new DiagnosticListener("Simulation"))
        .AddSingleton<DiagnosticSource>(static services => services.GetRequiredService<DiagnosticListener>())
        .BuildServiceProvider();

    private static SharedRoutes? _routes;

    private readonly FaultPlanter _planter;
    private readonly CancellationTokenSource _end = new();
    private readonly Dictionary<string, DateTimeOffset> _darkSince = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _joined = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _acceptedSince = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _turnedOff = new(StringComparer.Ordinal);
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unlisted = new(StringComparer.Ordinal);
    private readonly HashSet<(string Agent, string Token)> _accepted = [];

    /// <param name="machines">How many machines.</param>
    /// <param name="seed">Decides names, tokens and durations.</param>
    /// <param name="time">The clock.</param>
    /// <param name="environments">How many environments are rotated. What the world notes of its hosts is about the first.</param>
    public VirtualWorld(int machines, int seed, VirtualTime time, int environments = 1)
    {
        State = new WorldState(new WorldClock(time, 1), new Chance(seed), _end.Token) { HasModels = true, ShowsScripts = false };
        FleetBuilder fleet = new(State, "", machines, environments, seed, controlPort: 0);
        fleet.Build();
        State.Vault.Add(WebhookEndpoint.Secret, WebhookEndpoint.UrlOf(State, Address));
        _planter = new FaultPlanter(State, fleet);
        Environment = State.Environments[EnvironmentId];
        Tokens = new TokenHistory(Environment.Active);
        WorldEndpoints control = new(State, _planter);
        Requests = LazyInitializer.EnsureInitialized(ref _routes, () => new SharedRoutes(_routing, State, control)).To(State, control);
        State.Pulse.Beat();
        PulseArithmetic pulse = new(State);
        time.Jumping = until => pulse.Advance(until, time.MoveTo);
        State.Meter.Counted = NoteDark;
        State.Commands.Ended = NoteChange;
    }

    public WorldState State { get; }

    public TenantEnvironment Environment { get; }

    public TokenHistory Tokens { get; }

    /// <summary>Every service of the world.</summary>
    public RequestDelegate Requests { get; }

    /// <summary>Told of heartbeats that were lost.</summary>
    public Action<Happening.HeartbeatsLost> Lost { get; set; } = static _ => { };

    /// <summary>Told of hosts whose token a run command of ours has changed.</summary>
    public Action<Happening.HostChanged> Changed { get; set; } = static _ => { };

    private DateTimeOffset Now => State.Clock.Now;

    /// <summary>Machines with an agent that Azure knows, by number.</summary>
    public IReadOnlyList<IMachine> OneAgents => [.. State.Machines.Where(static machine => machine.Agent is not null)];

    public IReadOnlyList<IMachine> ActiveGates => [.. State.Machines.Where(static machine => machine.Gate is not null)];

    /// <summary>Something goes wrong that the simulator knows; what makes no sense now happens not at all.</summary>
    /// <returns>Whether it happened.</returns>
    public bool Plant(Fault fault)
    {
        HashSet<string> before = [.. State.Machines.Select(static machine => machine.Identity.Name)];
        try
        {
            _planter.Plant(fault);
        }
        catch (ArgumentException)
        {
            return false;
        }

        foreach (IMachine machine in State.Machines.Where(machine => !before.Contains(machine.Identity.Name)))
        {
            _joined[machine.Identity.Name] = Now;
        }

        return true;
    }

    /// <summary>How far a host's clock is ahead.</summary>
    public TimeSpan SkewOf(string machine)
        => State.Machines.FirstOrDefault(known => known.Identity.Name == machine) is IHasClock clock ? clock.Skew : TimeSpan.Zero;

    /// <summary>
    /// A host has seen a command of a direction that is still to come: a snapshot was put back, or a copy whose clock was ahead has been
    /// there.
    /// </summary>
    public void HasSeenTheFuture(IMachine machine)
        => (machine as ModelMachine)?.Remember(EnvironmentId, "oneagent", Now.AddYears(1).ToUnixTimeMilliseconds());

    /// <summary>People write a machine's token or stop its services: what it looks like afterwards is not the product's doing.</summary>
    public void NoteTouched(string machine) => _touched.Add(machine);

    /// <summary>A OneAgent's service was stopped so long ago that Dynatrace no longer lists it.</summary>
    public void Unlist(IMachine machine)
    {
        _unlisted.Add(machine.Identity.Name);
        Plant(new Fault(FaultKind.AgentUnlisted) { Machine = machine.Identity.Name });
    }

    /// <summary>People turn a machine off: what does not come up with it again was not stopped by the product.</summary>
    public void TurnOff(IMachine machine)
    {
        _turnedOff[machine.Identity.Name] = Now;
        machine.PowerOff();
    }

    /// <summary>A machine is off, and has been so for some time.</summary>
    public void SilentFor(IMachine machine, TimeSpan span)
    {
        machine.PowerOff();
        machine.Agent?.Link.SilentSince(Now - span);
        machine.Gate?.Unit.StoppedAt = Now - span;
    }

    public bool StartByPeople()
    {
        if (!Environment.TryStart(Now))
        {
            return false;
        }

        Tokens.Started(TokenHistory.People, Environment.Active);
        State.Pulse.Beat();
        return true;
    }

    public bool FinishByPeople()
    {
        if (!Environment.TryFinish())
        {
            return false;
        }

        Tokens.Finished(TokenHistory.People);
        State.Pulse.Beat();
        return true;
    }

    public bool CancelByPeople()
    {
        if (!Environment.TryCancel(Now))
        {
            return false;
        }

        Tokens.Cancelled(TokenHistory.People);
        State.Pulse.Beat();
        return true;
    }

    /// <summary>Every component that reports to the environment, as it really is.</summary>
    public IReadOnlyList<HostView> Hosts() =>
    [
        .. State.Machines.Where(machine => machine.Agent?.Environment == Environment)
            .Select(machine => View("oneagent", machine, machine.Agent!.Unit.IsActive, machine.Agent.Loaded)),
        .. State.Machines.Where(machine => machine.Gate?.Environments.Contains(Environment) is true)
            .Select(machine => View("activegate", machine, machine.Gate!.Unit.IsActive, machine.Gate.Loaded(Environment))),
    ];

    public IReadOnlyList<VaultVersion> Vault()
        => [
            .. (State.Vault.Versions($"dynatrace-tenant-token-{EnvironmentId}") ?? [])
                .Select(static (SecretVersion version) => new VaultVersion(version.Id, version.Value, version.Enabled)),
        ];

    public IReadOnlyList<ClaimView> Claims() =>
    [
        .. (State.Vault.Versions($"tenant-token-claim-{EnvironmentId}") ?? []).Select(static version =>
            new ClaimView(
                version.Id,
                version.Tags.GetValueOrDefault("where", "somebody"),
                version.Created,
                version.Enabled,
                version.Updated)
            {
                Expires = version.Tags.TryGetValue("expires", out string? expires)
                    ? DateTimeOffset.Parse(expires, CultureInfo.InvariantCulture)
                    : null,
                IsSweep = version.Tags.ContainsKey("sweep"),
            }),
    ];

    public IReadOnlyList<CommandView> Commands() =>
    [
        .. State.Azure.All.SelectMany(machine => State.Commands.Of(machine).Select(command => new CommandView(
            machine.Identity.Name,
            command.Name,
            [.. command.Request.Parameters.Select(static parameter => parameter.Value), command.Output, command.Error, command.Message]))),
    ];

    /// <summary>Nothing of it goes on: its clock stands still.</summary>
    public void Dispose() => _end.Dispose();

    private HostView View(string component, IMachine machine, bool runs, string? loaded)
    {
        string name = machine.Identity.Name;
        TenantTokens.Simulator.Machines.Unit? unit = component is "oneagent" ? machine.Agent?.Unit : machine.Gate?.Unit;
        return new HostView(
            $"{component}/{name}",
            machine.Identity.HostName,
            machine.IsOn,
            runs,
            loaded,
            Environment.Accepts(loaded ?? ""),
            _darkSince.GetValueOrDefault(name),
            _joined.TryGetValue(name, out DateTimeOffset joined) ? joined : null)
        {
            WasUnlisted = _unlisted.Contains(name),
            IsTouchedByPeople = _touched.Contains(name),
            TurnedOffAt = _turnedOff.TryGetValue(name, out DateTimeOffset turnedOff) ? turnedOff : null,
            WasAccepted = loaded is not null && _accepted.Contains((name, loaded)),
            StoppedAt = unit?.StoppedAt,
            OnlineSince = machine.IsOn
                && runs
                && unit?.StartedAt is { } started
                && _acceptedSince.TryGetValue(name, out DateTimeOffset accepted)
                ? started > accepted ? started : accepted
                : null,
        };
    }

    private void NoteChange(TenantTokens.Simulator.Arm.RunCommand command)
    {
        if (command is { Name: ['t', 't', 'r', '-', ..], ExitCode: 0 }
            && (command.Output.Contains(Rotated, StringComparison.Ordinal) || command.Output.Contains(Restored, StringComparison.Ordinal)))
        {
            Changed(new Happening.HostChanged(
                $"{Parameter("COMPONENT")}/{command.Machine.Identity.Name}",
                Parameter("ACTION"),
                Parameter("ROTATION_ID"),
                Parameter("GENERATION")));
        }

        string Parameter(string name) => command.Request.Parameters.First(parameter => parameter.Key == name).Value;
    }

    private void NoteDark(ISender sender, Delivery delivery, DateTimeOffset at, long count)
    {
        if (sender.Environment != Environment || sender is not OneAgent and not GateLink)
        {
            return;
        }

        if (delivery.Outcome is Outcome.Accepted)
        {
            _accepted.Add((sender.Name, sender.Token!));
            _darkSince.Remove(sender.Name);
            _acceptedSince.TryAdd(sender.Name, at);
        }
        else
        {
            _darkSince.TryAdd(sender.Name, at);
            _acceptedSince.Remove(sender.Name);
        }

        if (sender is OneAgent && delivery.Outcome is Outcome.Rejected or Outcome.Undelivered)
        {
            Lost(new Happening.HeartbeatsLost(
                sender.Name,
                sender.Token,
                delivery.Gate is { } gate ? new GateView(gate.Machine.Name, gate.Loaded(Environment)) : null,
                count,
                delivery.Outcome is Outcome.Rejected));
        }
    }
}
