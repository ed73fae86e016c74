using TenantTokens.Simulator.Faults;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Machines;

/// <summary>Starts and stops a machine's services. A start reads the machine's real files at that moment.</summary>
internal sealed class UnitBoard(string machine, WorldClock clock, Chance chance, Lock sync, FaultBox faults) : IDisposable
{
    private const int FirstPid = 5_000_000;
    private readonly List<Unit> _units = [];
    private int _lastPid;

    /// <summary>Told after a service stopped because somebody on the machine asked for it.</summary>
    public Action<Unit> Stopped { get; set; } = static _ => { };

    /// <summary>What this system calls a service that Linux knows by the given name.</summary>
    public Func<string, string> Naming { get; init; } = static name => name;

    public IReadOnlyList<Unit> All => _units;

    public DateTimeOffset Now => clock.Now;

    public Unit Add(string name, string description)
    {
        Unit unit = new(Naming(name), description);
        _units.Add(unit);
        return unit;
    }

    /// <summary>By name, with or without .service; null when there is none.</summary>
    public Unit? Find(string name)
    {
        string plain = name.EndsWith(".service", StringComparison.Ordinal) ? name[..^".service".Length] : name;
        return _units.Find(u => u.Name == plain);
    }

    public int NextPid() => FirstPid + (int)(chance.Unit("pid/" + machine) * 1_000_000) + Interlocked.Increment(ref _lastPid);

    /// <summary>Takes a scaled second or two, as a stop does.</summary>
    public async Task StopAsync(Unit unit, CancellationToken cancellationToken)
    {
        await unit.Turn.WaitAsync(cancellationToken);
        try
        {
            lock (sync)
            {
                if (!unit.IsActive)
                {
                    unit.State = unit.State == Unit.Failed ? Unit.Failed : Unit.Inactive;
                    return;
                }

                (unit.State, unit.MainPid) = ("deactivating", 0);
            }

            await clock.DelayAsync(chance.Between($"stop/{machine}/{unit.Name}/{unit.Stops}", 1, 3), cancellationToken);
            lock (sync)
            {
                StopNow(unit);
            }
        }
        finally
        {
            unit.Turn.Release();
        }

        Stopped(unit);
    }

    /// <summary>False when the service could not start.</summary>
    public async Task<bool> StartAsync(Unit unit, CancellationToken cancellationToken)
    {
        await unit.Turn.WaitAsync(cancellationToken);
        try
        {
            lock (sync)
            {
                if (unit.IsActive || unit.IsMasked)
                {
                    return unit.IsActive;
                }

                unit.State = Unit.Activating;
            }

            await clock.DelayAsync(chance.Between($"start/{machine}/{unit.Name}/{unit.Starts}", 1, 2), cancellationToken);
            lock (sync)
            {
                return StartNow(unit);
            }
        }
        finally
        {
            unit.Turn.Release();
        }
    }

    /// <summary>At once; the caller holds the world's lock.</summary>
    public void StopNow(Unit unit)
    {
        (unit.State, unit.StartedAt, unit.StoppedAt, unit.MainPid) = (Unit.Inactive, null, clock.Now, 0);
        unit.Stops++;
    }

    /// <summary>At once; the caller holds the world's lock.</summary>
    public bool StartNow(Unit unit)
    {
        unit.Starts++;
        if (unit.IsMasked)
        {
            (unit.State, unit.StartedAt, unit.MainPid) = (Unit.Inactive, null, 0);
            return false;
        }

        if (unit.IsLooping)
        {
            Loop(unit);
            return true; // the start itself went well
        }

        string? reason = faults.Next(FaultKind.ServiceStartFails, $"{machine}/{unit.Name}") is null ? unit.Load() : "planted";
        if (reason is not null)
        {
            (unit.State, unit.StartedAt, unit.MainPid) = (Unit.Failed, null, 0);
            return false;
        }

        (unit.State, unit.StartedAt, unit.MainPid) = (Unit.Active, clock.Now, NextPid());
        return true;
    }

    /// <summary>From now on it ends soon after every start; the caller holds the world's lock.</summary>
    public void Loop(Unit unit)
    {
        unit.IsLooping = true;
        (unit.State, unit.StartedAt, unit.StoppedAt, unit.MainPid) = (Unit.Activating, null, unit.IsActive ? clock.Now : unit.StoppedAt, 0);
    }

    /// <summary>It can be started, and stays up; the caller holds the world's lock.</summary>
    public void Repair(Unit unit)
    {
        bool wasLooping = unit.IsLooping;
        (unit.IsMasked, unit.IsLooping) = (false, false);
        if (wasLooping && unit.State is Unit.Activating)
        {
            StartNow(unit);
        }
    }

    public void Dispose() => _units.ForEach(static u => u.Dispose());
}
