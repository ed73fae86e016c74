using TenantTokens.Configuration;
using TenantTokens.Ledger;
using TenantTokens.Local.Engine;

namespace TenantTokens.Simulation.Product;

/// <summary>What survives a process: a configuration, a ledger, and a directory with the engine's journal.</summary>
internal sealed class Installation : IDisposable
{
    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("simulation-");

    /// <param name="name">How it is called in the story.</param>
    /// <param name="options">Its configuration.</param>
    /// <param name="open">Opens its ledger, in a file if it needs one.</param>
    public Installation(string name, RotationOptions options, Func<string, ILedgerStore> open)
        => (Name, Options, Ledger) = (name, options, open(Path.Combine(_place.FullName, "ledger.db")));

    public string Name { get; }

    public RotationOptions Options { get; }

    public ILedgerStore Ledger { get; }

    /// <summary>Takes the journal, which no process may hold.</summary>
    public DataDirectory Acquire() => DataDirectory.Acquire(_place.FullName);

    /// <summary>Everything in the journal's files, as it is.</summary>
    public IEnumerable<(string Where, string Text)> JournalTexts()
        => _place.EnumerateFiles("journal.db*").Select(static file => ($"the journal ({file.Name})", ReadLatin(file.FullName)));

    /// <summary>Everything in the ledger.</summary>
    public IEnumerable<string> LedgerTexts()
        => Ledger is MemoryLedger memory ? memory.Texts : _place.EnumerateFiles("ledger.db*").Select(static file => ReadLatin(file.FullName));

    /// <summary>Somebody deletes the journal.</summary>
    public void LoseJournal()
    {
        foreach (FileInfo file in _place.EnumerateFiles("journal.db*"))
        {
            file.Delete();
        }
    }

    public void Dispose() => _place.Delete(recursive: true);

    private static string ReadLatin(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return System.Text.Encoding.Latin1.GetString(bytes);
    }
}
