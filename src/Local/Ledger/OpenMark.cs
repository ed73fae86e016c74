using TenantTokens.Ledger;
using TenantTokens.Local.Engine;

namespace TenantTokens.Local.Ledger;

/// <summary>
/// A file beside the ledger that says that its last commits may be in the -wal file alone. SQLite itself silently opens a ledger whose -wal
/// file is missing, with content that is out of date.
/// </summary>
internal sealed class OpenMark
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private readonly string _mark;
    private readonly string _wal;

    private OpenMark(string path) => (_mark, _wal) = ($"{path}.open", $"{path}-wal");

    /// <summary>Checks that a -wal file that should exist does. Called before the ledger is opened.</summary>
    /// <exception cref="LedgerDamagedException">The -wal file is missing.</exception>
    public static OpenMark Check(string path)
    {
        OpenMark mark = new(path);

        // Another process may be closing the ledger at this moment: SQLite removes the -wal file, then this mark is removed.
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

    /// <summary>Creates the mark: the ledger is open, so its -wal file exists.</summary>
    public void Set()
    {
        if (File.Exists(_wal))
        {
            DataDirectory.CreateOwnerOnlyFile(_mark);
        }
    }

    /// <summary>
    /// Removes the mark after this process has closed the ledger, if no process has it open. The last one lets SQLite remove the -wal file.
    /// </summary>
    public void Clear()
    {
        if (!File.Exists(_wal))
        {
            File.Delete(_mark);
        }
    }

    private bool IsWalMissing() => File.Exists(_mark) && !File.Exists(_wal);
}
