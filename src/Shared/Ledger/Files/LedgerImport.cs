using System.Globalization;

namespace TenantTokens.Ledger.Files;

/// <summary>Imports a ledger's file into an empty ledger. When any line is damaged, nothing is imported.</summary>
/// <param name="store">The ledger to fill.</param>
public sealed class LedgerImport(ILedgerStore store)
{
    private const int MaxProblems = 20;

    /// <summary>Whether an import of this ledger was begun and never ended, so that the ledger is incomplete.</summary>
    public static async Task<bool> IsIncompleteAsync(ILedgerStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        return await store.GetAsync(LedgerPartitions.Copy, LedgerPartitions.ImportMarker, cancellationToken) is not null;
    }

    /// <summary>Checks the whole file, then writes its rows.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="cancellationToken">Cancels. Once rows are being written, the ledger stays marked as incomplete.</param>
    /// <returns>The number of rows written.</returns>
    /// <exception cref="LedgerFileException">
    /// The ledger is not empty, or the file is damaged; the message names the damaged lines by number.
    /// </exception>
    public async Task<int> RunAsync(string path, CancellationToken cancellationToken)
    {
        await foreach ((string partition, LedgerRow _) in store.ReadAllAsync(cancellationToken))
        {
            if (partition != LedgerPartitions.Copy)
            {
                throw new LedgerFileException(
                    $"The ledger is not empty: {store.Place}. Import into an empty one, such as a new --data directory.");
            }
        }

        int rows = await CheckAsync(path, cancellationToken);
        await store.UpsertAllAsync(LedgerPartitions.Copy, [new LedgerWrite.Upsert(LedgerPartitions.ImportMarker, "{}")], cancellationToken);
        await WriteAsync(path, cancellationToken);
        await store.DeleteAllAsync(LedgerPartitions.Copy, LedgerPartitions.ImportMarker, cancellationToken);
        return rows;
    }

    /// <summary>Reads the whole file before anything is written.</summary>
    private static async Task<int> CheckAsync(string path, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        HashSet<(string Partition, string Key)> seen = [];
        (int number, int? count) = (0, null);
        await foreach (string text in File.ReadLinesAsync(path, cancellationToken))
        {
            LedgerLine line = LedgerLine.Parse(text);
            string? problem = ++number == 1
                ? Head(line)
                : line.Problem
                    ?? (count is not null ? "comes after the end" : null)
                    ?? (line.Version is not null ? "is a first line in the middle" : null)
                    ?? (line is { Partition: { } partition, Write: { } write } && !seen.Add((partition, write.Key))
                        ? "repeats an earlier row"
                        : null);
            count = line.Count ?? count;
            if (problem is not null)
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"line {number} {problem}"));
            }
        }

        if (count is null)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"it ends after line {number} without a last line: it was cut off"));
        }
        else if (count != seen.Count && problems.Count == 0)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"its last line says {count} rows; {seen.Count} are there"));
        }

        string more = problems.Count > MaxProblems ? "; and more" : "";
        return problems.Count == 0 ? seen.Count : throw new LedgerFileException(
            $"'{path}' is damaged: {string.Join("; ", problems.Take(MaxProblems))}{more}. Nothing was imported.");
    }

    private static string? Head(LedgerLine first) => first.Version switch
    {
        LedgerFile.Version => null,
        { } other => string.Create(
            CultureInfo.InvariantCulture,
            $"says version {other}; this program reads version {LedgerFile.Version}. Use the one that wrote it"),
        null => "is not the first line of a ledger file",
    };

    private async Task WriteAsync(string path, CancellationToken cancellationToken)
    {
        (string? partition, List<LedgerWrite> writes) = (null, []);
        await foreach (string text in File.ReadLinesAsync(path, cancellationToken))
        {
            if (LedgerLine.Parse(text) is not { Partition: { } next, Write: { } write })
            {
                continue;
            }

            if (next != partition || writes.Count == LedgerCommitRules.MaxWrites)
            {
                await CommitAsync(partition, writes, cancellationToken);
                (partition, writes) = (next, []);
            }

            writes.Add(write);
        }

        await CommitAsync(partition, writes, cancellationToken);
    }

    private async Task CommitAsync(string? partition, List<LedgerWrite> writes, CancellationToken cancellationToken)
    {
        foreach (IReadOnlyList<LedgerWrite> commit in LedgerCommitRules.Pack(writes))
        {
            if (!await store.TryCommitAsync(partition!, commit, cancellationToken))
            {
                throw new LedgerFileException(
                    $"Another program writes to the ledger during the import: {store.Place}. Empty it and import again.");
            }
        }
    }
}
