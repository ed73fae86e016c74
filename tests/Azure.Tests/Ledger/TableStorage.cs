using TenantTokens.Tooling;

namespace TenantTokens.AzureTests.Ledger;

/// <summary>One emulator for the tests of a class.</summary>
public sealed class TableStorage : IAsyncLifetime
{
    private Azurite? _azurite;

    /// <summary>How clients get in.</summary>
    public string ConnectionString => _azurite!.ConnectionString;

    /// <inheritdoc />
    public async ValueTask InitializeAsync() => _azurite = await Azurite.StartAsync(TestContext.Current.CancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _azurite?.DisposeAsync() ?? ValueTask.CompletedTask;
}
