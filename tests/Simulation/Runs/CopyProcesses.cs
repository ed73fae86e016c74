using TenantTokens.Approvals;
using TenantTokens.Simulation.Product;
using TenantTokens.Simulation.World;

namespace TenantTokens.Simulation.Runs;

/// <summary>The processes of one installation: one after another, each on what the last one left.</summary>
internal sealed class CopyProcesses(SeedRun run, CopyRun copy)
{
    private (TimeSpan Down, bool LosesJournal) _death = (TimeSpan.FromMinutes(1), false);
    private bool _isMoving;
    private int _number;

    /// <summary>The last one that was started, until it dies.</summary>
    public ProductProcess? Current { get; private set; }

    /// <summary>What only the engine knows, once the story is over.</summary>
    public IReadOnlyList<string> Failures { get; private set; } = [];

    private string Name => copy.Installation.Name;

    /// <summary>The process that runs; null while none does.</summary>
    public ProductProcess? Running() => Current is { Life.IsDead: false } process ? process : null;

    /// <summary>The process dies some steps from now.</summary>
    public void DieAt(int steps, TimeSpan down, bool losesJournal)
    {
        _death = (down, losesJournal);
        if (Running() is { Life: var life })
        {
            life.DiesAt = life.Steps + steps;
        }
    }

    /// <summary>The process dies, and the next one starts on another machine, with the ledger and without the journal.</summary>
    public void Move(TimeSpan down)
    {
        if (Running() is { Life: var life })
        {
            (_death, _isMoving) = ((down, false), true);
            life.Die();
        }
    }

    /// <summary>Starts the next one.</summary>
    public async Task StartAsync()
    {
        ProcessLife life = new() { Died = Died };
        MortalTime time = new(run.Time, life, () => copy.IsOurs ? run.ClockOffset : TimeSpan.Zero);
        string key = $"{Name}/{++_number}";
        Installation installation = copy.Installation;
        MortalLedger ledger = new(installation.Ledger, installation.Rows, life, time, run.Draw($"ledger/{key}"), installation.IsDiskFull, copy.Records.Committed);
        Random pace = run.Draw($"wire/{key}");
        Current = await ProductProcess.StartAsync(
            installation,
            life,
            () => Plant(new InProcessWire(run.World, life, time, pace, run.Faults, copy.Traffic)),
            run.Options.Bug?.Plant(ledger) ?? ledger,
            time,
            run.Draw($"jitter/{key}"),
            run.Story.Scenery.HasMessages ? new Messages(run.Faults, time, run.Draw($"messages/{key}"), copy.Messages.Add) : null,
            run.Options.Bug);
    }

    /// <summary>Reads what only the engine knows.</summary>
    public async Task ReadFailuresAsync()
    {
        if (Running() is { } process)
        {
            Failures = await process.FailuresAsync();
        }
    }

    /// <summary>Ends the process that runs.</summary>
    public ValueTask CrashAsync()
    {
        ProductProcess? process = Current;
        Current = null;
        return process?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private HttpMessageHandler Plant(HttpMessageHandler wire) => run.Options.Bug?.Plant(wire) ?? wire;

    private void Died(string where)
    {
        if (Current is not { } process)
        {
            return;
        }

        Current = null;
        run.Tell($"The process of {Name} dies: {where}.");
        run.Begin(() => RestartAsync(process));
    }

    private async Task RestartAsync(ProductProcess process)
    {
        await Task.Yield(); // whoever is dying has to come to an end first
        await process.DisposeAsync();
        await run.WaitAsync(_death.Down);
        while (copy.Installation.IsDiskFull())
        {
            await run.WaitAsync(TimeSpan.FromMinutes(1));
        }

        if (_death.LosesJournal)
        {
            copy.Installation.LoseJournal();
        }

        bool hasMoved = _isMoving;
        if (hasMoved)
        {
            _isMoving = false;
            await copy.MoveAsync();
        }

        run.Tell($"A new process of {Name} starts{(hasMoved ? " on another machine, with the ledger that was exported" : _death.LosesJournal ? ", without the journal" : "")}.");
        await StartAsync();
        await copy.Operators.GoOnWithAsync();
        foreach (GateRecord gate in copy.Sight.Gates.Values.Where(static gate => gate.Outcome is null))
        {
            copy.Approvers.BeginToDecide(gate);
        }

        if (Current is { } started)
        {
            copy.Operators.BeginToOperate(started);
        }
    }
}
