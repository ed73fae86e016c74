using TenantTokens.Simulator.Machines.Scripts;

namespace TenantTokens.Simulator.Machines.Tools;

/// <summary>Timers and services that systemd-run made. They outlive the script that made them, and end with a reboot.</summary>
internal sealed class TransientUnits(ScriptRunner runner, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock _sync = new();
    private readonly Dictionary<string, Transient> _units = new(StringComparer.Ordinal);

    /// <summary>Makes a unit. Returns false when a unit with that name is still loaded.</summary>
    /// <param name="name">The name without .timer and .service.</param>
    /// <param name="delay">The delay in real time; null for at once.</param>
    /// <param name="command">The command and its arguments.</param>
    /// <param name="variables">The variables from --setenv.</param>
    public bool TryArm(string name, TimeSpan? delay, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> variables)
    {
        lock (_sync)
        {
            if (_units.TryGetValue(name, out Transient? old) && !old.Run.IsCompleted)
            {
                return false;
            }

            Transient unit = new() { IsTimer = delay is not null };
            unit.Run = RunAsync(unit, delay ?? TimeSpan.Zero, command, variables);
            _units[name] = unit;
            return true;
        }
    }

    /// <summary>Returns systemctl's state of NAME.timer or NAME.service; null when there is no such unit (any more).</summary>
    public string? State(string unit)
    {
        (string name, bool timer) = Split(unit);
        lock (_sync)
        {
            return !_units.TryGetValue(name, out Transient? found) || found.Run.IsCompleted ? null
                : timer ? (found is { IsTimer: true, Fired: false } ? Unit.Active : null)
                : found.Fired || !found.IsTimer ? Unit.Active : Unit.Inactive;
        }
    }

    public IReadOnlyList<string> Loaded()
    {
        lock (_sync)
        {
            return [
                .. _units.Where(static u => !u.Value.Run.IsCompleted)
                    .Select(static u => u.Key + (u.Value is { IsTimer: true, Fired: false } ? ".timer" : ".service")),
            ];
        }
    }

    /// <summary>Stops a timer before it fires, or the command that it has started. Returns false when there is no such unit.</summary>
    public async Task<bool> StopAsync(string unit)
    {
        Transient? found;
        lock (_sync)
        {
            if (State(unit) is null || !_units.TryGetValue(Split(unit).Name, out found))
            {
                return false;
            }
        }

        await found.EndAsync();
        return true;
    }

    /// <summary>Ends all units, because the machine goes down.</summary>
    public void EndAll()
    {
        lock (_sync)
        {
            foreach (Transient unit in _units.Values)
            {
                unit.Cancel();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Transient unit in _units.Values)
        {
            await unit.EndAsync();
            unit.Dispose();
        }
    }

    private async Task RunAsync(
        Transient unit,
        TimeSpan delay,
        IReadOnlyList<string> command,
        IReadOnlyDictionary<string, string> variables)
    {
        try
        {
            await Task.Delay(delay, time, unit.Token);
            unit.Fired = true;
            await runner.RunCommandAsync(command, variables, unit.Token);
        }
        catch (OperationCanceledException)
        {
            // The timer was stopped.
        }
    }

    private static (string Name, bool Timer) Split(string unit) => unit switch
    {
        _ when unit.EndsWith(".timer", StringComparison.Ordinal) => (unit[..^".timer".Length], true),
        _ when unit.EndsWith(".service", StringComparison.Ordinal) => (unit[..^".service".Length], false),
        _ => (unit, false),
    };

    private sealed class Transient : IDisposable
    {
        private readonly CancellationTokenSource _end = new();

        public required bool IsTimer { get; init; }

        public volatile bool Fired;

        public Task Run { get; set; } = Task.CompletedTask;

        public CancellationToken Token => _end.Token;

        public void Cancel() => _end.Cancel();

        public async Task EndAsync()
        {
            await _end.CancelAsync();
            await Run;
        }

        public void Dispose() => _end.Dispose();
    }
}
