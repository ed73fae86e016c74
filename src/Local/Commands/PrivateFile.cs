namespace TenantTokens.Local.Commands;

/// <summary>Writes files that only their owner may read.</summary>
internal static class PrivateFile
{
    /// <summary>Replaces a file, which has mode 0600 on Unix from its first byte on and is complete as soon as it exists.</summary>
    public static Task WriteAsync(string path, string text, CancellationToken cancellationToken)
        => WriteAsync(path, writer => writer.WriteAsync(text.AsMemory(), cancellationToken));

    /// <summary>As above, for a text that is written piece by piece.</summary>
    public static async Task WriteAsync(string path, Func<TextWriter, Task> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string fresh = path + ".new";
        File.Delete(fresh);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (StreamWriter writer = new(fresh, options))
        {
            await write(writer);
        }

        File.Move(fresh, path, overwrite: true);
    }
}
