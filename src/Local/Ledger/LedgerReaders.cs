using System.Collections.Concurrent;
using TenantTokens.Local.Engine;

namespace TenantTokens.Local.Ledger;

/// <summary>The reading connections of this process: as many as there are readers at the same time, each kept for the next one.</summary>
/// <param name="path">The file.</param>
internal sealed class LedgerReaders(string path) : IDisposable
{
    private readonly string _connectionString = SqliteFile.ConnectionString(path, pooling: false);
    private readonly ConcurrentBag<LedgerReader> _idle = [];
    private volatile bool _isClosed;

    /// <summary>Reads with a connection of its own. One that failed is not used again.</summary>
    public T Read<T>(Func<LedgerReader, T> read)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        LedgerReader reader = _idle.TryTake(out LedgerReader? idle) ? idle : new LedgerReader(_connectionString);
        T result;
        try
        {
            result = read(reader);
        }
        catch
        {
            reader.Dispose();
            throw;
        }

        _idle.Add(reader);
        if (_isClosed)
        {
            Close();
        }

        return result;
    }

    public void Dispose()
    {
        _isClosed = true;
        Close();
    }

    private void Close()
    {
        while (_idle.TryTake(out LedgerReader? reader))
        {
            reader.Dispose();
        }
    }
}
