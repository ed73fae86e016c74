using TenantTokens.Simulator.Faults;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Machines;

/// <summary>Starts and stops a machine's services. A start reads the machine's files at that moment.</summary>
internal sealed class UnitBoard(string machine, WorldClock clock, Chance chance, Lock sync, FaultBox faults) : IDisposable
{
    private const int FirstPid = 5_000_000;
    private readonly List<Unit> _units = [];
    private int _lastPid;

    /// <summary>Called after a service was stopped by a program on the machine.</summary>
    public Action<Unit> Stopped { get; set; } = static _ => { };

    /// <summary>Translates the Linux name of a service into this system's name.</summary>
    public Func<string, string> Naming { get; init; } = static name => name;

    public IReadOnlyList<Unit> All => _units;

    public DateTimeOffset Now => clock.Now;

    public Unit Add(string name, string description)
    {
        Unit unit = new(Naming(name), description);
        _units.Add(unit);
        return unit;
    }

    /// <summary>Finds a service by name, with or without .service; null when there is none.</summary>
    public Unit? Find(string name)
    {
        string plain = name.EndsWith(".service", StringComparison.Ordinal) ? name[..^".service".Length] : name;
        return _units.Find(u => u.Name == plain);
    }

    public int NextPid() => FirstPid + (int)(chance.Unit("pid/" + machine) * 1_000_000) + Interlocked.Increment(ref _lastPid);

    /// <summary>Stops a service, which takes a simulated second or two.</summary>
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

    /// <summary>Starts a service. Returns false when it could not start.</summary>
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

    /// <summary>Stops a service at once; the caller holds the world's lock.</summary>
    public void StopNow(Unit unit)
    {
        (unit.State, unit.StartedAt, unit.StoppedAt, unit.MainPid) = (Unit.Inactive, null, clock.Now, 0);
        unit.Stops++;
    }

    /// <summary>Starts a service at once; the caller holds the world's lock. Returns false when it could not start.</summary>
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
            return true; // the start itself succeeded
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

    /// <summary>Makes a service end soon after every start from now on; the caller holds the world's lock.</summary>
    public void Loop(Unit unit)
    {
        unit.IsLooping = true;
        (unit.State, unit.StartedAt, unit.StoppedAt, unit.MainPid) = (Unit.Activating, null, unit.IsActive ? clock.Now : unit.StoppedAt, 0);
    }

    /// <summary>Makes a service start and stay up again; the caller holds the world's lock.</summary>
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
