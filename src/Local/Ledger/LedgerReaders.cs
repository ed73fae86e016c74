using System.Collections.Concurrent;
using TenantTokens.Local.Engine;

namespace TenantTokens.Local.Ledger;

/// <summary>The reading connections of this process: as many as there are concurrent readers, each reused afterwards.</summary>
/// <param name="path">The path of the file.</param>
internal sealed class LedgerReaders(string path) : IDisposable
{
    private readonly string _connectionString = SqliteFile.ConnectionString(path, pooling: false);
    private readonly ConcurrentBag<LedgerReader> _idle = [];
    private volatile bool _isClosed;

    /// <summary>Reads with a free connection. A connection that failed is not used again.</summary>
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
