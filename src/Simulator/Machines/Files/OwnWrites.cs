namespace TenantTokens.Simulator.Machines.Files;

/// <summary>Writes files as Dynatrace's own programs do: completely or not at all.</summary>
internal static class OwnWrites
{
    /// <summary>Replaces a file's content and keeps its mode.</summary>
    public static void Replace(string path, string text)
    {
        string fresh = path + ".dt-new";
        File.WriteAllText(fresh, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(fresh, File.GetUnixFileMode(path));
        }

        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>Creates a file and its directories.</summary>
    public static void Create(string path, string text, UnixFileMode mode)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
