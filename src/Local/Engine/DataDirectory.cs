namespace TenantTokens.Local.Engine;

/// <summary>
/// The directory with the journal and the ledger of this machine. A process that runs orchestrations owns it, through an operating-system
/// lock on a file in it, which ends with the process. The ledger may be read and written without owning the directory.
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
    /// The path of the engine's journal. Without the file no orchestration is known, but the ledger still has all rotations; so it may be
    /// deleted while no process runs.
    /// </summary>
    public string JournalPath => JournalPathIn(Path);

    /// <summary>Returns the path of the journal in a directory that this process need not own.</summary>
    public static string JournalPathIn(string path) => System.IO.Path.Combine(System.IO.Path.GetFullPath(path), "journal.db");

    /// <summary>
    /// Returns the path of the ledger in a directory that this process need not own. Creates the directory if it is missing.
    /// </summary>
    public static string LedgerPathIn(string path) => System.IO.Path.Combine(Create(path), "ledger.db");

    /// <summary>Takes ownership of the directory. Creates it (0700 on Unix) if it is missing.</summary>
    /// <exception cref="DataDirectoryInUseException">Another process owns it.</exception>
    public static DataDirectory Acquire(string path)
        => TryAcquire(path) ?? throw new DataDirectoryInUseException(System.IO.Path.GetFullPath(path));

    /// <summary>Takes ownership of the directory; null when another process owns it.</summary>
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

    /// <summary>Gives up ownership.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>
    /// Creates a file that only its owner can read. SQLite itself would create it readable for everyone; its -wal and -shm files get the
    /// mode of the file they belong to.
    /// </summary>
    internal static void CreateOwnerOnlyFile(string path)
    {
        // An existing file is not opened: closing any handle of it drops the POSIX locks that SQLite holds on it in this process.
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
