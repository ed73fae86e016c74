using System.Diagnostics;
using System.Globalization;

namespace TenantTokens.Simulator.Machines.Scripts;

/// <summary>
/// Ends processes that a machine's scripts left running (a guard under setsid, a sleep). They are recognized by the ROOT variable that only
/// our processes have, so no other process is ever touched. Linux only; elsewhere such a process ends by itself when it finds the world
/// gone.
/// </summary>
internal static class ProcessCensus
{
    public static void EndAll(string root)
    {
        if (!Directory.Exists("/proc/self"))
        {
            return;
        }

        foreach (int pid in Pids().Where(pid => pid != Environment.ProcessId && Belongs(pid, root)))
        {
            try
            {
                using Process process = Process.GetProcessById(pid);
                process.Kill();
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                // The process has ended meanwhile.
            }
        }
    }

    private static IEnumerable<int> Pids()
        => Directory.EnumerateDirectories("/proc")
            .Select(static d => int.TryParse(Path.GetFileName(d), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : 0)
            .Where(static pid => pid > 1);

    private static bool Belongs(int pid, string root)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/environ").Split('\0').Contains("ROOT=" + root, StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
