namespace TenantTokens.Simulator.Machines;

/// <summary>A systemd unit of the machine. Guarded by the world's lock; <see cref="Turn"/> keeps its jobs one after another.</summary>
internal sealed class Unit(string name, string description) : IDisposable
{
    public const string Active = "active";
    public const string Inactive = "inactive";
    public const string Failed = "failed";
    public const string Activating = "activating";

    /// <summary>Only on Windows: the process is there and does nothing.</summary>
    public const string Paused = "paused";

    public string Name => name;

    public string Description => description;

    public string State { get; set; } = Inactive;

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? StoppedAt { get; set; }

    public int Starts { get; set; }

    public int Stops { get; set; }

    /// <summary>It may run, but cannot be started: masked on Linux, disabled on Windows.</summary>
    public bool IsMasked { get; set; }

    /// <summary>It ends soon after every start, and systemd starts it again: it is never up to stay.</summary>
    public bool IsLooping { get; set; }

    /// <summary>0 while it does not run. Above the kernel's highest pid, so that no signal of a script can hit a real process.</summary>
    public int MainPid { get; set; }

    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Reads the configuration at a start; the reason why it cannot run, or null.</summary>
    public Func<string?> Load { get; set; } = static () => null;

    public bool IsActive => State == Active;

    public void Dispose() => Turn.Dispose();
}
