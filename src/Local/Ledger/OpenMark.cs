using TenantTokens.Ledger;
using TenantTokens.Local.Engine;

namespace TenantTokens.Local.Ledger;

/// <summary>
/// A file beside the ledger that says: its last commits may stand in the -wal file alone. SQLite itself opens a ledger whose -wal file
/// is gone without a word, and what it shows then is older than the truth.
/// </summary>
internal sealed class OpenMark
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private readonly string _mark;
    private readonly string _wal;

    private OpenMark(string path) => (_mark, _wal) = ($"{path}.open", $"{path}-wal");

    /// <summary>Looks whether the -wal file is there that should be. To be called before the ledger is opened.</summary>
    /// <exception cref="LedgerDamagedException">It is missing.</exception>
    public static OpenMark Check(string path)
    {
        OpenMark mark = new(path);

        // Another process may be closing the ledger just now: SQLite removes the one file, then the other one goes.
        if (!SpinWait.SpinUntil(() => !mark.IsWalMissing(), _patience))
        {
            throw new LedgerDamagedException(
                path,
                $"its file '{mark._wal}' is missing, perhaps with its latest entries.",
                $"Restore that file, or the whole ledger from a backup ('tenant-token ledger import' into an empty data directory). "
                    + $"If you are sure that nothing is missing, delete '{mark._mark}' and go on.");
        }

        return mark;
    }

    /// <summary>The ledger is open, so its -wal file is there.</summary>
    public void Set()
    {
        if (File.Exists(_wal))
        {
            DataDirectory.CreateOwnerOnlyFile(_mark);
        }
    }

    /// <summary>This process has closed the ledger. When it was the last one, SQLite has removed the -wal file.</summary>
    public void Clear()
    {
        if (!File.Exists(_wal))
        {
            File.Delete(_mark);
        }
    }

    private bool IsWalMissing() => File.Exists(_mark) && !File.Exists(_wal);
}
