using System.Text.Json;
using TenantTokens.Durable;
using TenantTokens.Ledger;

namespace TenantTokens.Simulation.Bugs;

/// <summary>Changes of rows.</summary>
internal static class RowChanges
{
    public static LedgerRow With<T>(this LedgerRow row, Func<T, T> change) => row with { Json = Changed(row.Json, change) };

    public static LedgerWrite With<T>(this LedgerWrite write, Func<T, T> change) => write switch
    {
        LedgerWrite.Insert insert => insert with { Json = Changed(insert.Json, change) },
        LedgerWrite.Replace replace => replace with { Json = Changed(replace.Json, change) },
        LedgerWrite.Upsert upsert => upsert with { Json = Changed(upsert.Json, change) },
        _ => write,
    };

    private static string Changed<T>(string json, Func<T, T> change)
        => JsonSerializer.Serialize(change(JsonSerializer.Deserialize<T>(json, DurableJson.Options)!), DurableJson.Options);
}
