using TenantTokens.Configuration;
using TenantTokens.Configuration.Options;
using TenantTokens.Tokens;

namespace TenantTokens.Dynatrace;

/// <summary>The configured Dynatrace environments. The clients of each share a connection pool.</summary>
public sealed class DynatraceEnvironments : IDisposable
{
    private readonly Dictionary<string, DynatraceEnvironment> _environments;
    private readonly List<HttpClient> _connections = [];

    /// <summary>Holds the given environments, for tests.</summary>
    public DynatraceEnvironments(IEnumerable<DynatraceEnvironment> environments)
        => _environments = environments.ToDictionary(static environment => environment.Id, StringComparer.Ordinal);

    /// <summary>Creates the clients of all configured environments. They read and connect at their first use.</summary>
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

    /// <summary>Creates the clients of one environment on a given connection.</summary>
    /// <param name="options">The environment.</param>
    /// <param name="connection">The HTTP client. This method sets its base address and timeout.</param>
    /// <param name="readSecret">Reads a secret from the vault by its name.</param>
    /// <param name="scrubber">Masks every token that is read.</param>
    /// <param name="time">The clock for waits between retries.</param>
    /// <param name="jitter">Varies the waits; random when null.</param>
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
        connection.Timeout = Timeout.InfiniteTimeSpan; // each call has its own limit, which its caller can tell from a cancellation
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

    /// <summary>Returns the clients of an environment.</summary>
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
