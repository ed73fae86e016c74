using TenantTokens.Ledger;

namespace TenantTokens.Testing.Ledger;

/// <summary>What a write leaves behind.</summary>
internal static class LedgerWrites
{
    /// <summary>The row's content afterwards; null when it is gone.</summary>
    public static string? JsonOf(LedgerWrite write) => write switch
    {
        LedgerWrite.Insert insert => insert.Json,
        LedgerWrite.Replace replace => replace.Json,
        LedgerWrite.Upsert upsert => upsert.Json,
        _ => null,
    };
}
