using Azure.Core;
using TenantTokens.Azure;
using TenantTokens.Configuration.Options;
using TenantTokens.Ledger.AzureTables;

namespace TenantTokens.AzureTests.Ledger;

public sealed class LedgerTablesTests
{
    private const string Key = "c2VjcmV0LWtleS1vZi1hbi1hY2NvdW50";
    private static readonly TokenCredential _somebody = AzureCredentials.Create(
        new AzureOptions
        {
            ArmEndpoint = new Uri("https://localhost:1"),
            VaultUri = new Uri("https://localhost:1"),
            Credential = AzureCredentialKind.Simulated,
        });

    [Fact]
    public void An_address_is_opened_with_an_identity()
        => Assert.Equal(
            new Uri("https://ledger.table.core.windows.net/"),
            LedgerTables.Open("https://ledger.table.core.windows.net", null, _somebody).Uri);

    [Theory]
    [InlineData("UseDevelopmentStorage=true")]
    [InlineData(
        $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={Key};TableEndpoint=http://127.0.0.1:10002/"
            + "devstoreaccount1;")]
    [InlineData(
        $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={Key};TableEndpoint=http://localhost:10002/"
            + "devstoreaccount1;")]
    public void A_connection_string_of_this_machine_is_taken(string connectionString)
        => Assert.True(LedgerTables.Open("", connectionString, _somebody).Uri.IsLoopback);

    [Theory]
    [InlineData(
        $"DefaultEndpointsProtocol=https;AccountName=ledger;AccountKey={Key};EndpointSuffix=core.windows.net",
        "leads to ledger.table.core.windows.net")]
    [InlineData(
        $"AccountName=devstoreaccount1;AccountKey={Key};TableEndpoint=http://10.0.0.4:10002/devstoreaccount1;",
        "leads to 10.0.0.4")]
    [InlineData(
        $"AccountName=devstoreaccount1;AccountKey={Key};TableEndpoint=http://127.0.0.1.example.com/x;",
        "leads to 127.0.0.1.example.com")]
    [InlineData($"AccountKey={Key}", "is not a connection string")]
    [InlineData("nonsense", "is not a connection string")]
    public void A_connection_string_that_leads_elsewhere_or_nowhere_is_refused_without_its_key(string connectionString, string why)
    {
        LedgerTablesException refused = Assert.Throws<LedgerTablesException>(() => LedgerTables.Open(null, connectionString, _somebody));
        Assert.Equal("LEDGER_TABLES_CONNECTION_STRING", refused.Setting);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://ledger.table.core.windows.net")]
    [InlineData($"https://ledger.table.core.windows.net/?sv=1&sig={Key}")]
    [InlineData("ledger")]
    public void An_address_that_needs_no_identity_or_is_none_is_refused_without_being_shown(string uri)
    {
        LedgerTablesException refused = Assert.Throws<LedgerTablesException>(() => LedgerTables.Open(uri, null, _somebody));
        Assert.Equal("LEDGER_TABLES_URI", refused.Setting);
        Assert.DoesNotContain(Key, refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, "is missing")]
    [InlineData("", "", "is missing")]
    [InlineData("https://ledger.table.core.windows.net", "UseDevelopmentStorage=true", "only one of them")]
    public void None_or_both_are_refused(string? uri, string? connectionString, string why)
        => Assert.Contains(
            why,
            Assert.Throws<LedgerTablesException>(() => LedgerTables.Open(uri, connectionString, _somebody)).Message,
            StringComparison.Ordinal);
}
