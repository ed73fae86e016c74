using TenantTokens.Ledger;
using TenantTokens.Ledger.Files;
using TenantTokens.Local.Engine;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;

namespace TenantTokens.Local.Ledger;

/// <summary>Opens the ledger of a data directory, or says why it is damaged or incomplete. Nothing is started on such a ledger.</summary>
internal static class LocalLedger
{
    /// <summary>Opens the ledger, or creates a new one in a directory that never had one.</summary>
    /// <exception cref="LedgerDamagedException">
    /// The ledger is damaged, missing, incomplete, or not the one that the journal belongs to.
    /// </exception>
    public static SqliteLedgerStore Open(string dataPath)
    {
        string path = DataDirectory.LedgerPathIn(dataPath);
        string journal = DataDirectory.JournalPathIn(dataPath);
        JournalWitness witness = JournalWitness.Read(journal);
        if (new FileInfo(path) is not { Exists: true, Length: > 0 })
        {
            ThrowIfLost(path, journal, witness);
        }

        SqliteLedgerStore store = new(path);
        if (ProblemOf(store, journal, witness) is { } problem)
        {
            store.Close();
            throw new LedgerDamagedException(path, problem);
        }

        return store;
    }

    /// <summary>Opens the existing ledger and creates nothing, for commands that only read or need a rotation.</summary>
    /// <exception cref="UserErrorException">There is no such directory, or it never had a ledger.</exception>
    /// <exception cref="LedgerDamagedException">As <see cref="Open"/>.</exception>
    public static SqliteLedgerStore OpenExisting(string dataPath)
    {
        const string Hint = "Check --data. 'rotate', 'plan', 'serve' and 'ledger import' create the directory.";
        string full = Path.GetFullPath(dataPath);
        if (!Directory.Exists(full))
        {
            throw new UserErrorException($"There is no data directory {full}. {Hint}");
        }

        string path = DataDirectory.LedgerPathIn(full);
        if (new FileInfo(path) is not { Exists: true, Length: > 0 })
        {
            string journal = DataDirectory.JournalPathIn(full);
            ThrowIfLost(path, journal, JournalWitness.Read(journal));
            throw new UserErrorException($"There is no ledger in {full}. {Hint}");
        }

        return Open(full);
    }

    // This kind of store reads synchronously, so this does not block on anything.
    private static string? ProblemOf(SqliteLedgerStore store, string journal, JournalWitness witness)
    {
        if (LedgerImport.IsIncompleteAsync(store, CancellationToken.None).GetAwaiter().GetResult())
        {
            return "an import into it did not finish, so it is incomplete.";
        }

        RotationLedger rotations = new(store, TimeProvider.System);
        return witness.Rotations.FirstOrDefault(IsUnknown) is { } unknown
            ? $"the journal '{journal}' knows rotation {unknown}, which this ledger lacks: it is an older ledger or a different one."
            : null;

        bool IsUnknown(string rotation) => rotations.FindAsync(rotation, CancellationToken.None).GetAwaiter().GetResult() is null;
    }

    private static void ThrowIfLost(string path, string journal, JournalWitness witness)
    {
        if (witness.Rotations is [var rotation, ..])
        {
            throw new LedgerDamagedException(path, $"it is missing or empty, and the journal '{journal}' knows rotation {rotation}.");
        }

        if (!witness.IsReadable)
        {
            throw new LedgerDamagedException(
                path,
                $"it is missing or empty, and the journal '{journal}' beside it cannot be read.",
                $"{LedgerDamagedException.Restore} If this directory never had a rotation, delete '{journal}' and go on.");
        }
    }
}
