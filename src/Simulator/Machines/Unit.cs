namespace TenantTokens.Simulator.Machines;

/// <summary>A systemd unit of the machine. Guarded by the world's lock; <see cref="Turn"/> makes its jobs run one after another.</summary>
internal sealed class Unit(string name, string description) : IDisposable
{
    public const string Active = "active";
    public const string Inactive = "inactive";
    public const string Failed = "failed";
    public const string Activating = "activating";

    /// <summary>Only on Windows: the process exists and does nothing.</summary>
    public const string Paused = "paused";

    public string Name => name;

    public string Description => description;

    public string State { get; set; } = Inactive;

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? StoppedAt { get; set; }

    public int Starts { get; set; }

    public int Stops { get; set; }

    /// <summary>Whether it cannot be started, although it may be running: masked on Linux, disabled on Windows.</summary>
    public bool IsMasked { get; set; }

    /// <summary>Whether it ends soon after every start and systemd starts it again, so that it never stays up.</summary>
    public bool IsLooping { get; set; }

    /// <summary>
    /// The process id; 0 while it does not run. Above the kernel's highest pid, so that no signal of a script can hit a real process.
    /// </summary>
    public int MainPid { get; set; }

    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Reads the configuration at a start. Returns why it cannot run, or null.</summary>
    public Func<string?> Load { get; set; } = static () => null;

    public bool IsActive => State == Active;

    public void Dispose() => Turn.Dispose();
}
