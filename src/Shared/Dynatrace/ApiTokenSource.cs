namespace TenantTokens.Dynatrace;

/// <summary>The API token of one environment. It is read from the vault at its first use and kept in memory.</summary>
/// <param name="read">Reads it from the vault and remembers it as a secret.</param>
internal sealed class ApiTokenSource(Func<CancellationToken, Task<string>> read)
{
    private volatile string? _token;

    public async Task<string> GetAsync(CancellationToken cancellationToken) => _token ?? await ReadAgainAsync(cancellationToken);

    public async Task<string> ReadAgainAsync(CancellationToken cancellationToken) => _token = await read(cancellationToken);
}
