using TenantTokens.Configuration;
using TenantTokens.Configuration.Options;
using TenantTokens.Tokens;

namespace TenantTokens.Dynatrace;

/// <summary>The configured Dynatrace environments, each with clients over one connection pool of its own.</summary>
public sealed class DynatraceEnvironments : IDisposable
{
    private readonly Dictionary<string, DynatraceEnvironment> _environments;
    private readonly List<HttpClient> _connections = [];

    /// <summary>The given environments, for tests.</summary>
    public DynatraceEnvironments(IEnumerable<DynatraceEnvironment> environments)
        => _environments = environments.ToDictionary(static environment => environment.Id, StringComparer.Ordinal);

    /// <summary>The environments of the configuration. Nothing is read or connected before a client is used.</summary>
    public DynatraceEnvironments(RotationOptions options, TokenVault vault, SecretScrubber scrubber, TimeProvider time)
        : this([])
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (EnvironmentOptions environment in options.Environments)
        {
            HttpClient connection = new(TrustedAuthority.CreateHandler(environment.TrustedCa));
            _connections.Add(connection);
            _environments.Add(environment.Id, Create(environment, connection, vault.ReadSecretAsync, scrubber, time));
        }
    }

    /// <summary>The clients of one environment over the given connection.</summary>
    /// <param name="options">Which environment.</param>
    /// <param name="connection">Its base address and timeout are set here.</param>
    /// <param name="readSecret">Reads a secret from the vault by its name.</param>
    /// <param name="scrubber">Learns every token that is read.</param>
    /// <param name="time">The clock of waits.</param>
    /// <param name="jitter">What spreads the waits; chance when null.</param>
    public static DynatraceEnvironment Create(
        EnvironmentOptions options,
        HttpClient connection,
        Func<string, CancellationToken, Task<string>> readSecret,
        SecretScrubber scrubber,
        TimeProvider time,
        Random? jitter = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(connection);
        connection.BaseAddress = new Uri(options.ApiUrl.AbsoluteUri.TrimEnd('/') + "/");
        connection.Timeout = Timeout.InfiniteTimeSpan; // each call has a limit that its caller can tell from its own cancellation
        ApiTokenSource apiToken = new(async cancellationToken =>
        {
            string value = ApiTokenText.Read(await readSecret(options.ApiTokenSecret, cancellationToken), options);
            scrubber.Remember(value);
            return value;
        });
        DynatraceApi api = new(options.Id, connection, apiToken, scrubber, time, jitter ?? Random.Shared);
        return new DynatraceEnvironment(
            options.Id,
            new TenantTokenClient(api, scrubber),
            new ConnectionInfoClient(api, scrubber),
            new InventoryClient(api, time),
            new MetricsClient(api));
    }

    /// <summary>The clients of an environment.</summary>
    /// <exception cref="ArgumentException">No environment of this id is configured.</exception>
    public DynatraceEnvironment For(string environmentId)
        => _environments.TryGetValue(environmentId, out DynatraceEnvironment? environment)
            ? environment
            : throw new ArgumentException(
                $"No environment '{environmentId}' is configured. The configuration has:"
                    + $" {string.Join(", ", _environments.Keys.Order(StringComparer.Ordinal))}.",
                nameof(environmentId));

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _connections.ForEach(static connection => connection.Dispose());
}
