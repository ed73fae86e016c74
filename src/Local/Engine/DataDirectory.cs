namespace TenantTokens.Local.Engine;

/// <summary>
/// The directory that holds the journal and the ledger of this machine. Whoever runs orchestrations owns it: an operating-system lock
/// on a file in it, which is gone when the process dies. The ledger may be read and written without owning it.
/// </summary>
public sealed class DataDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream fileLock)
    {
        Path = path;
        _lock = fileLock;
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>
    /// The engine's journal; deleting it while no process runs means that no orchestration is known, and the ledger still is.
    /// </summary>
    public string JournalPath => JournalPathIn(Path);

    /// <summary>The journal in a directory that this process need not own.</summary>
    public static string JournalPathIn(string path) => System.IO.Path.Combine(System.IO.Path.GetFullPath(path), "journal.db");

    /// <summary>The ledger in a directory that this process need not own. Creates the directory if it is missing.</summary>
    public static string LedgerPathIn(string path) => System.IO.Path.Combine(Create(path), "ledger.db");

    /// <summary>Takes the directory, creating it (0700 on Unix) if it is missing.</summary>
    /// <exception cref="DataDirectoryInUseException">Another process owns it.</exception>
    public static DataDirectory Acquire(string path)
        => TryAcquire(path) ?? throw new DataDirectoryInUseException(System.IO.Path.GetFullPath(path));

    /// <summary>Takes the directory, or gives null when another process owns it.</summary>
    public static DataDirectory? TryAcquire(string path)
    {
        string full = Create(path);
        FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            return new DataDirectory(full, new FileStream(System.IO.Path.Combine(full, "engine.lock"), options));
        }
        catch (IOException exception) when (IsLocked(exception))
        {
            return null;
        }
    }

    /// <summary>Gives the directory up.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>
    /// SQLite would create its file for everyone to read; its -wal and -shm files take over the mode of the file they belong to.
    /// </summary>
    internal static void CreateOwnerOnlyFile(string path)
    {
        // Never opened when it exists: closing any handle of a file drops the POSIX locks which SQLite holds on it in this process.
        if (File.Exists(path))
        {
            return;
        }

        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            new FileStream(path, options).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was faster.
        }
    }

    private static string Create(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(full);
        }
        else
        {
            Directory.CreateDirectory(full, OwnerOnly | UnixFileMode.UserExecute);
        }

        return full;
    }

    // A sharing violation: ERROR_SHARING_VIOLATION on Windows, EWOULDBLOCK from flock elsewhere (11 on Linux, 35 on macOS).
    private static bool IsLocked(IOException exception) => (exception.HResult & 0xFFFF) is 32 or 33 or 11 or 35;
}
