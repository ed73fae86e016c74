using System.Text;
using TenantTokens.Approvals;
using TenantTokens.Simulation.Checks;
using TenantTokens.Simulation.Product;

namespace TenantTokens.Simulation.Runs;

/// <summary>
/// One installation of the product in a run: what it has written down (<see cref="CopyRecords"/>) and sends (<see cref="CopyTraffic"/>),
/// its processes one after another, and the people who work with it.
/// </summary>
internal sealed class CopyRun : IDisposable
{
    private readonly SeedRun _run;

    public CopyRun(SeedRun run, Installation installation, string requester)
    {
        (_run, Installation) = (run, installation);
        Web = new CopyWeb(run, this);
        Records = new CopyRecords(run, this);
        Traffic = new CopyTraffic(run, this);
        Processes = new CopyProcesses(run, this);
        Operators = new CopyOperators(run, this, requester);
        Approvers = new CopyApprovers(run, this);
        Sight = new Sight
        {
            Copy = installation.Name,
            Tokens = run.World.Tokens,
            Hosts = run.World.Hosts,
            Vault = run.World.Vault,
            Place = installation.Place,
            Claims = run.World.Claims,
            Commands = run.World.Commands,
            Sinks = () => Installation.Texts().Concat(Sinks()),
            Secrets = () => [.. run.World.Tokens.All, run.World.State.ApiToken],
            Failures = () => Processes.Failures,
            IgnoresUnclaimed =
                installation.Options.Fleet.UnclaimedMachines is TenantTokens.Configuration.Options.UnclaimedMachinesPolicy.Ignore,
            Budget = installation.Options.Policy.FailureBudget.Run,
        };
    }

    /// <summary>What survives its processes.</summary>
    public Installation Installation { get; private set; }

    public Sight Sight { get; }

    /// <summary>Its pages and its API.</summary>
    public CopyWeb Web { get; }

    public CopyRecords Records { get; }

    public CopyTraffic Traffic { get; }

    public CopyProcesses Processes { get; }

    public CopyOperators Operators { get; }

    public CopyApprovers Approvers { get; }

    /// <summary>What people were told.</summary>
    public List<string> Messages { get; } = [];

    public bool IsOurs => Installation.Name == "our copy";

    /// <summary>Whether its schedule asks for the rotation, and nobody else.</summary>
    public bool IsScheduled => IsOurs && _run.Story.Scenery.Due is not null;

    /// <summary>Starts the first process and asks for a rotation. Whichever process hears it: the first may die before.</summary>
    public async Task StartAsync()
    {
        await Processes.StartAsync();
        _run.Begin(Operators.AskAsync);
        await Operators.Asked;
    }

    /// <summary>
    /// The installation moves to another machine: the product exports its ledger and imports it there. No process may run.
    /// </summary>
    public async Task MoveAsync()
    {
        Operators.HadToLeave(Installation.Place);
        Installation = await Installation.MoveAsync(_run.Time);
        Sight.Place = Installation.Place;
    }

    public string Describe() => Sight.Rotation is not { } rotation ? "no rotation was opened"
        : $"{rotation.Phase}{(rotation.ParkReason is { } hold ? $" for {hold.Code} (from {rotation.ParkedFrom})" : "")}"
            + $"{(OpenGate() is { } gate ? $" with gate {gate.GateId} open" : "")}";

    /// <summary>The gate that is open; null for none.</summary>
    public GateRecord? OpenGate() => Sight.Gates.Values.LastOrDefault(static gate => gate.Outcome is null);

    /// <summary>The gate that is open, while a process runs.</summary>
    public (ProductProcess Process, string RotationId, GateRecord Gate)? Asking()
        => Processes.Running() is { } process && Sight.Rotation is { } rotation && OpenGate() is { } gate
            ? (process, rotation.RotationId, gate)
            : null;

    /// <summary>Something happened that events may follow, if this is the copy that the story is about.</summary>
    public void Happened(string moment)
    {
        if (IsOurs)
        {
            _run.Happened(moment);
        }
    }

    /// <summary>What a write gives; null when the disk is full, and whoever wanted it is told so.</summary>
    public async Task<T?> UnlessFullAsync<T>(Func<Task<T>> write)
        where T : class
    {
        try
        {
            return await write();
        }
        catch (IOException)
        {
            _run.Tell("It cannot be written: the disk is full.");
            return null;
        }
    }

    public void Dispose() => Installation.Dispose();

    private IEnumerable<(string Where, ReadOnlyMemory<byte> Text)> Sinks() =>
    [
        .. Messages.Select(static message => ("a message", Bytes(message))),
        .. _run.World.Commands().Select(static command => ($"an unprotected field of a run command on {command.Machine}", Bytes(
            string.Join('\n', command.Unprotected)))),
    ];

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
