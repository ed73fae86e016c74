using System.Runtime.CompilerServices;

namespace TenantTokens.Tooling;

/// <summary>
/// Part of every test program: its temporary files are kept in memory where the system allows it. Thousands of small files and the commits
/// of many small databases cost a fifth of the suite's processor time on a disk. Whoever sets TMPDIR decides.
/// </summary>
internal static class TemporaryFiles
{
    private const string Variable = "TMPDIR";
    private const string Memory = "/dev/shm";
    private const string Prefix = "tenant-token-tests-";
    private const long Enough = 2L << 30;

    [ModuleInitializer]
    internal static void KeepInMemory()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not null
            || !MayHoldPrograms()
            || new DriveInfo(Memory).AvailableFreeSpace < Enough)
        {
            return;
        }

        // What a program that was killed left there would stay in memory until the computer is started again.
        foreach (string left in Directory.EnumerateDirectories(Memory, $"{Prefix}*")
            .Where(static left => !Directory.Exists($"/proc/{left[(left.LastIndexOf('-') + 1)..]}")))
        {
            Delete(left);
        }

        string directory = Directory.CreateDirectory($"{Memory}/{Prefix}{Environment.ProcessId}").FullName;
        Environment.SetEnvironmentVariable(Variable, directory);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Delete(directory);
    }

    // The simulated machines' tools are programs; a container often forbids them there.
    private static bool MayHoldPrograms()
        => OperatingSystem.IsLinux()
            && File.ReadLines("/proc/mounts")
                .Select(static line => line.Split(' '))
                .Any(static mount => mount is [_, Memory, "tmpfs", var options, ..] && !options.Split(',').Contains("noexec"));

    private static void Delete(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another test program deletes it too, or somebody still writes there: the next one tries again.
        }
    }
}
