namespace TenantTokens.Simulator.Machines.Files;

/// <summary>Finds files in a machine's tree that did not exist at the start.</summary>
internal sealed class TreeScan(string root)
{
    private readonly HashSet<string> _baseline = [.. Files(root)];

    public IReadOnlyList<string> New() => [.. Files(root).Where(f => !_baseline.Contains(f) && !IsOurs(f)).Order(StringComparer.Ordinal)];

    /// <summary>Sets the date of the files that existed at the start.</summary>
    public void SetTimes(DateTimeOffset time)
    {
        foreach (string file in _baseline)
        {
            File.SetLastWriteTimeUtc(Path.Combine(root, file), time.UtcDateTime);
        }
    }

    private static bool IsOurs(string path)
        => path.StartsWith("proc/", StringComparison.Ordinal)
            || path.EndsWith(".dt-new", StringComparison.Ordinal)
            || path == TreeLayout.Linux.GatewayLog
            || path == TreeLayout.Windows.GatewayLog;

    private static List<string> Files(string root)
    {
        EnumerationOptions all = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };
        return [.. Directory.EnumerateFiles(root, "*", all).Select(f => Path.GetRelativePath(root, f))];
    }
}
