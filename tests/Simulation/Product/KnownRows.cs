using TenantTokens.Ledger;

namespace TenantTokens.Simulation.Product;

/// <summary>
/// The rows of a ledger as they were last written or read: one that has not changed since is the same object again, so that its value is
/// not read anew.
/// </summary>
internal sealed class KnownRows
{
    private readonly Dictionary<(string Partition, string Key), LedgerRow> _rows = [];

    /// <summary>What a row holds that has just been written.</summary>
    public T Written<T>(string partition, string key, string json)
        where T : class
    {
        LedgerRow row = new(key, json, "");
        _rows[(partition, key)] = row;
        return row.Value<T>()!;
    }

    /// <summary>The row that was written or read before, if this is that one.</summary>
    public LedgerRow Known(string partition, LedgerRow row)
    {
        if (!_rows.TryGetValue((partition, row.Key), out LedgerRow? known) || known.Json != row.Json)
        {
            known = row;
        }
        else if (known.ETag == row.ETag)
        {
            return known;
        }

        return _rows[(partition, row.Key)] = known with { ETag = row.ETag };
    }
}
