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
    private readonly List<ProductProcess> _old = [];
    private readonly List<string> _failuresOfOld = [];

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

    /// <summary>
    /// The next process starts while the one that runs goes on for a while. It takes that one's journal, as on Azure, where the work that
    /// the old one has begun is done a second time; or it begins a journal of its own, so that two engines drive one rotation.
    /// </summary>
    public async Task OverlapAsync(TimeSpan span, bool takesJournal)
    {
        if (Running() is not { } old || copy.Installation.IsDiskFull())
        {
            return;
        }

        _old.Add(old);
        Current = null;
        if (takesJournal)
        {
            await old.LoseJournalAsync();
        }
        else
        {
            copy.Installation.BeginAnotherJournal();
        }

        await StartNextAsync();
        await run.WaitAsync(span);
        await EndAsync(old);
    }

    /// <summary>Starts the next one.</summary>
    public async Task StartAsync()
    {
        ProcessLife life = new();
        life.Died = where => Died(life, where);
        MortalTime time = new(run.Time, life, () => copy.IsOurs ? run.ClockOffset : TimeSpan.Zero);
        string key = $"{Name}/{++_number}";
        Installation installation = copy.Installation;
        MortalLedger ledger = new(
            installation.Ledger,
            installation.Rows,
            life,
            time,
            run.Draw($"ledger/{key}"),
            installation.IsDiskFull,
            copy.Records.Committed);
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
        Failures = [.. _failuresOfOld, .. Running() is { } process ? await process.FailuresAsync() : []];
    }

    /// <summary>Ends the processes that run.</summary>
    public async ValueTask CrashAsync()
    {
        await EndOldAsync();
        ProductProcess? process = Current;
        Current = null;
        await (process?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task EndOldAsync()
    {
        foreach (ProductProcess old in _old.ToArray())
        {
            await EndAsync(old);
        }
    }

    /// <summary>Ends a process in whose place another one runs.</summary>
    private async Task EndAsync(ProductProcess old)
    {
        if (!_old.Remove(old))
        {
            return;
        }

        if (old is { HasJournal: true, Life.IsDead: false })
        {
            _failuresOfOld.AddRange(await old.FailuresAsync());
        }

        run.Tell($"The old process of {Name} ends.");
        await old.DisposeAsync();
    }

    private HttpMessageHandler Plant(HttpMessageHandler wire) => run.Options.Bug?.Plant(wire) ?? wire;

    private void Died(ProcessLife life, string where)
    {
        if (Current is not { } process || process.Life != life)
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
            await EndOldAsync();
            await copy.MoveAsync();
        }

        string how = hasMoved ? " on another machine, with the ledger that was exported"
            : _death.LosesJournal ? ", without the journal" : "";
        run.Tell($"A new process of {Name} starts{how}.");
        await StartNextAsync();
    }

    /// <summary>Starts the next one, and whoever worked with the last one works with it.</summary>
    private async Task StartNextAsync()
    {
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
