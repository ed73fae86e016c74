using Azure;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Registration;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Http;
using TenantTokens.Testing.Time;

namespace TenantTokens.Shared.Tests.Azure;

/// <summary>The vault's client as the app makes it: every wait is on the app's clock, and each is waited once.</summary>
public sealed class AzureRetryTests : IDisposable
{
    private const string Challenge = "Bearer authorization=\"https://login.test/tenant\", resource=\"https://vault.azure.net\"";
    private const string Get = "GET /secrets/one?api-version=2026-04-01";
    private readonly ScriptedHttp _http = new();
    private readonly InstantTime _time = new();
    private readonly ServiceProvider _services;
    private readonly SecretClient _client;

    public AzureRetryTests()
    {
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton<HttpPipelineTransport>(new HttpClientTransport(_http))
            .AddRotationClients(Some.Options())
            .BuildServiceProvider();
        _client = _services.GetRequiredService<SecretClient>();
        _http.Expect(Get, 401, null, ("WWW-Authenticate", Challenge));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task What_an_answer_asks_for_is_waited_once()
    {
        _http.Expect(Get, 429, null, ("Retry-After", "10"))
            .Expect(Get, 200, """{"value":"x","id":"https://vault.test/secrets/one/1","attributes":{"enabled":true}}""");

        KeyVaultSecret secret = await _client.GetSecretAsync("one", cancellationToken: Cancelled);

        Assert.Equal("x", secret.Value);
        Assert.Equal([TimeSpan.FromSeconds(10)], _time.Waits);
        _http.AssertDone();
    }

    [Fact]
    public async Task Without_such_a_wish_each_wait_is_twice_the_one_before_and_a_fifth_more_or_less()
    {
        _http.Expect(Get, 503).Expect(Get, 500).Expect(Get, 503).Expect(Get, 503);

        RequestFailedException failed = await Assert.ThrowsAsync<RequestFailedException>(
            () => _client.GetSecretAsync("one", cancellationToken: Cancelled));

        Assert.Equal(503, failed.Status);
        Assert.Collection(
            _time.Waits,
            static wait => Assert.InRange(wait.TotalSeconds, 0.64, 0.96),
            static wait => Assert.InRange(wait.TotalSeconds, 1.28, 1.92),
            static wait => Assert.InRange(wait.TotalSeconds, 2.56, 3.84));
        _http.AssertDone();
    }

    [Fact]
    public async Task What_will_not_get_better_is_not_sent_again()
    {
        _http.Expect(Get, 404);

        Assert.Equal(
            404,
            (await Assert.ThrowsAsync<RequestFailedException>(() => _client.GetSecretAsync("one", cancellationToken: Cancelled))).Status);
        Assert.Empty(_time.Waits);
    }

    [Fact]
    public async Task Lost_connections_are_tried_again_and_told_together()
    {
        for (int i = 0; i < 4; i++)
        {
            _http.Expect(Get, new HttpRequestException("refused"));
        }

        AggregateException failed = await Assert.ThrowsAsync<AggregateException>(
            () => _client.GetSecretAsync("one", cancellationToken: Cancelled));

        Assert.Equal(4, failed.InnerExceptions.Count);
        Assert.Equal(3, _time.Waits.Count);
    }
}
