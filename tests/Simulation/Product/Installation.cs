using System.Buffers;
using System.Text;
using TenantTokens.Configuration.Options;
using TenantTokens.Ledger;
using TenantTokens.Ledger.Files;
using TenantTokens.Local.Engine;

namespace TenantTokens.Simulation.Product;

/// <summary>What survives a process: a configuration, a ledger, and a directory with the engine's journal.</summary>
internal sealed class Installation : IDisposable
{
    private const string DatabaseFiles = "*.db*";

    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("simulation-");
    private readonly Func<string, ILedgerStore> _open;
    private int _moves;
    private int _journals;

    /// <param name="name">How it is called in the story.</param>
    /// <param name="options">Its configuration.</param>
    /// <param name="open">Opens its ledger, in a file if it needs one.</param>
    /// <param name="from">
    /// A directory with the files of another installation, to begin with copies of them; null to begin with nothing.
    /// </param>
    public Installation(string name, RotationOptions options, Func<string, ILedgerStore> open, string? from = null)
    {
        foreach (string file in from is null ? [] : Directory.GetFiles(from, DatabaseFiles))
        {
            File.Copy(file, Path.Combine(_place.FullName, Path.GetFileName(file)));
        }

        (Name, Options, _open, Ledger) = (name, options, open, open(Path.Combine(_place.FullName, "ledger.db")));
    }

    public string Name { get; }

    /// <summary>Where it runs, as its claim says: a copy that was moved is known by another name.</summary>
    public string Place => _moves == 0 ? Name : $"{Name}, moved {_moves}";

    public RotationOptions Options { get; }

    public ILedgerStore Ledger { get; }

    /// <summary>What was read from it.</summary>
    public KnownRows Rows { get; } = new();

    /// <summary>Whether nothing can be written.</summary>
    public Func<bool> IsDiskFull { get; init; } = static () => false;

    private DirectoryInfo JournalPlace => _journals == 0 ? _place : new(Path.Combine(_place.FullName, $"engine-{_journals}"));

    /// <summary>Takes the journal, which no process may hold.</summary>
    public DataDirectory Acquire() => DataDirectory.Acquire(JournalPlace.FullName);

    /// <summary>
    /// Whoever starts from now on has a journal of its own, on the same ledger: the one that runs keeps the lock on its own.
    /// </summary>
    public void BeginAnotherJournal() => _journals++;

    /// <summary>
    /// Everything in the journal's and the ledger's files, as it is, and in a ledger in memory. Each is there until the next is asked for.
    /// </summary>
    public IEnumerable<(string Where, ReadOnlyMemory<byte> Text)> Texts()
    {
        foreach (FileInfo file in _place.EnumerateFiles(
            DatabaseFiles,
            _journals == 0 ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories))
        {
            byte[] room = ArrayPool<byte>.Shared.Rent((int)file.Length);
            yield return (file.Name, room.AsMemory(0, Read(file, room)));
            ArrayPool<byte>.Shared.Return(room);
        }

        foreach (string text in (Ledger as MemoryLedger)?.Texts ?? [])
        {
            yield return ("the ledger", Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>Somebody deletes the journal.</summary>
    public void LoseJournal()
    {
        foreach (FileInfo file in JournalPlace.EnumerateFiles("journal.db*"))
        {
            file.Delete();
        }
    }

    /// <summary>
    /// The same installation in a directory of its own, as the product moves a ledger: exported here, imported there. The journal stays
    /// behind. No process may run; afterwards this one is gone.
    /// </summary>
    public async Task<Installation> MoveAsync(TimeProvider time)
    {
        Installation moved = new(Name, Options, _open) { IsDiskFull = IsDiskFull, _moves = _moves + 1 };
        string file = Path.Combine(moved._place.FullName, "ledger.jsonl");
        await using (StreamWriter writer = new(file))
        {
            await LedgerFile.ExportAsync(Ledger, writer, time, CancellationToken.None);
        }

        await new LedgerImport(moved.Ledger).RunAsync(file, CancellationToken.None);
        File.Delete(file);
        if (Ledger is IAsyncDisposable left)
        {
            await left.DisposeAsync(); // not Dispose: this runs on the pool's only thread
        }

        _place.Delete(recursive: true);
        return moved;
    }

    /// <summary>
    /// Closes the ledger's file, on the pool's only thread: <see cref="Dispose"/> would wait there for what only that thread can do.
    /// </summary>
    public ValueTask CloseAsync() => Ledger is IAsyncDisposable open ? open.DisposeAsync() : ValueTask.CompletedTask;

    /// <summary>Closes the ledger and copies its file and the journal. No process may run, and none can be started afterwards.</summary>
    public async Task CopyToAsync(string directory)
    {
        await CloseAsync();
        foreach (FileInfo file in _place.EnumerateFiles(DatabaseFiles))
        {
            file.CopyTo(Path.Combine(directory, file.Name));
        }
    }

    /// <summary>Closes the ledger's file, too: after a thousand stories nothing may be left open.</summary>
    public void Dispose()
    {
        if (Ledger is IAsyncDisposable file)
        {
            file.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        _place.Delete(recursive: true);
    }

    private static int Read(FileInfo file, byte[] room)
    {
        using FileStream open = new(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        return open.ReadAtLeast(room, room.Length, throwOnEndOfStream: false);
    }
}
