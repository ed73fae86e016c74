using System.Globalization;

namespace TenantTokens.Simulator.Machines.Files;

/// <summary>The part of /proc that shows which processes have loaded the OneAgent library, and since when.</summary>
internal static class ProcessFiles
{
    private const int TicksPerSecond = 100;

    /// <summary>Creates /proc/stat with the boot time, as on a fresh machine.</summary>
    public static void Create(string root, DateTimeOffset now)
        => OwnWrites.Create(
            Path.Combine(root, "proc/stat"),
            $"cpu  0 0 0 0\nbtime {now.ToUnixTimeSeconds() - (Environment.TickCount64 / 1000)}\n",
            FileModes.Plain);

    /// <summary>Adds a process that maps liboneagentproc.so and was started now.</summary>
    public static void Add(string root, int pid, string name)
    {
        string directory = Path.Combine(root, "proc", pid.ToString(CultureInfo.InvariantCulture));
        long started = Environment.TickCount64 * TicksPerSecond / 1000;
        Write("comm", $"{name}\n");
        Write("cmdline", $"/usr/bin/{name}\0-jar\0/srv/app.jar\0");
        Write("stat", $"{pid} ({name}) S 1 {pid} {pid} 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 {started} 0 0\n");
        Write(
            "maps",
            "7f0000000000-7f0000100000 r-xp 00000000 08:01 131 /usr/lib/x86_64-linux-gnu/libc.so.6\n7f0000200000-7f0000300000 r-xp"
                + " 00000000 08:01 4711 /opt/dynatrace/oneagent/agent/bin/1.299.43.20260815-123456/linux-x86-64/liboneagentproc.so\n");

        void Write(string file, string text) => OwnWrites.Create(Path.Combine(directory, file), text, FileModes.Plain);
    }

    /// <summary>Removes all processes, as a reboot does.</summary>
    public static void Clear(string root)
    {
        foreach (string directory in Directory.EnumerateDirectories(Path.Combine(root, "proc")))
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
