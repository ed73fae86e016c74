using TenantTokens.Configuration.Options;
using TenantTokens.Dynatrace;
using TenantTokens.Testing.Http;
using TenantTokens.Testing.Time;
using TenantTokens.Tokens;

namespace TenantTokens.Shared.Tests.Dynatrace;

/// <summary>One environment over scripted HTTP.</summary>
internal sealed class DynatraceDriver
{
    public const string ApiToken = "dt0c01.AAAAAAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";
    public const string OldToken = "prv0bYw93v8sU9b1";
    public const string NewToken = "dt0a02.hRCnr6Yd3BFrtxaFhRCnr6Yd";

    private readonly Queue<string> _vault = new([ApiToken]);

    public DynatraceDriver()
        => Environment = DynatraceEnvironments.Create(
            new EnvironmentOptions
            {
                Id = "sim00001",
                ApiUrl = new Uri("https://dynatrace.test/e/sim00001"),
                ApiTokenSecret = "api",
                TenantTokenSecret = "tenant",
            },
            new HttpClient(Http),
            ReadSecretAsync,
            Scrubber,
            Time);

    public ScriptedHttp Http { get; } = new();

    public InstantTime Time { get; } = new();

    public SecretScrubber Scrubber { get; } = new();

    public DynatraceEnvironment Environment { get; }

    public int VaultReads { get; private set; }

    /// <summary>What the vault gives from its second reading on.</summary>
    public void RenewApiToken(string value) => _vault.Enqueue(value);

    public static string Path(string path) => "/e/sim00001/api/" + path;

    private Task<string> ReadSecretAsync(string name, CancellationToken cancellationToken)
    {
        Assert.Equal("api", name);
        VaultReads++;
        return Task.FromResult(_vault.Count > 1 && VaultReads > 1 ? _vault.ElementAt(1) : _vault.Peek());
    }
}
