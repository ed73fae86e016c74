using Azure.Core;
using Azure.Data.Tables;

namespace TenantTokens.Ledger.AzureTables;

/// <summary>
/// Opens the storage account's tables that hold the ledger: with an identity or, on this machine only, with a connection string.
/// </summary>
public static class LedgerTables
{
    /// <summary>The setting with the address of the table service, for example <c>https://account.table.core.windows.net</c>.</summary>
    public const string UriSetting = "LEDGER_TABLES_URI";

    /// <summary>The setting with a connection string of the storage emulator Azurite, which does not support identities.</summary>
    public const string ConnectionStringSetting = "LEDGER_TABLES_CONNECTION_STRING";

    /// <summary>Creates a client. It connects at its first use.</summary>
    /// <param name="uri">The value of <see cref="UriSetting"/>.</param>
    /// <param name="connectionString">The value of <see cref="ConnectionStringSetting"/>.</param>
    /// <param name="credential">The identity that signs in.</param>
    /// <exception cref="LedgerTablesException">
    /// Neither or both are set, one of them is wrong, or the connection string names another machine.
    /// </exception>
    public static TableServiceClient Open(string? uri, string? connectionString, TokenCredential credential)
        => (uri, connectionString) switch
        {
            ({ Length: > 0 }, { Length: > 0 })
                => throw new LedgerTablesException(ConnectionStringSetting, $"is set beside {UriSetting}; set only one of them."),
            ({ Length: > 0 } address, _) => OpenWithIdentity(address, credential),
            (_, { Length: > 0 } secret) => OpenOnThisMachine(secret),
            _ => throw new LedgerTablesException(
                UriSetting,
                "is missing; it must be the https address of a table service, such as https://account.table.core.windows.net."),
        };

    private static TableServiceClient OpenWithIdentity(string uri, TokenCredential credential)
        => Uri.TryCreate(uri, UriKind.Absolute, out Uri? address) && address is { Scheme: "https", UserInfo: "", Query: "" }
            ? new(address, credential, Options())
            : throw new LedgerTablesException(
                UriSetting,
                "must be the https address of a table service without a signature, such as https://account.table.core.windows.net. The"
                    + " value is not shown.");

    private static TableServiceClient OpenOnThisMachine(string connectionString)
    {
        TableServiceClient client;
        try
        {
            client = new(connectionString, Options());
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or ArgumentException)
        {
            throw new LedgerTablesException(
                ConnectionStringSetting,
                "is not a connection string; UseDevelopmentStorage=true or one with a TableEndpoint on this machine is allowed. The value"
                    + " is not shown.");
        }

        return client.Uri.IsLoopback
            ? client
            : throw new LedgerTablesException(
                ConnectionStringSetting,
                $"leads to {client.Uri.Host}; account keys are allowed only for an emulator on this machine. Elsewhere set {UriSetting}"
                    + " and use an identity.");
    }

    private static TableClientOptions Options()
    {
        TableClientOptions options = new();
        options.Retry.MaxRetries = 6;
        options.Retry.MaxDelay = TimeSpan.FromSeconds(20);
        return options;
    }
}
