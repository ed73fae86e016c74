using TenantTokens.Azure;
using TenantTokens.Testing.Http;
using TenantTokens.Testing.Time;

namespace TenantTokens.Shared.Tests.Azure;

public sealed class RetryAfterTests
{
    private static readonly InstantTime _time = new(); // 2026-11-24T12:00Z

    [Theory]
    [InlineData("retry-after-ms", "1500", 1.5)]
    [InlineData("x-ms-retry-after-ms", "250", 0.25)]
    [InlineData("Retry-After", "200", 200)]
    [InlineData("Retry-After", "Tue, 24 Nov 2026 12:00:30 GMT", 30)]
    [InlineData("Retry-After", "Tue, 24 Nov 2026 11:00:00 GMT", 0)]
    [InlineData("X-RateLimit-Reset", "1795521605000000", 5)]
    public void A_header_is_read(string name, string value, double seconds)
    {
        using HttpResponseMessage response = ScriptedHttp.Response(429, null, (name, value));

        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryAfter.Read(response, _time));
    }

    [Theory]
    [InlineData("Retry-After", "soon")]
    [InlineData("Retry-After", "-1")]
    [InlineData("X-RateLimit-Reset", "99999999999999999999")]
    [InlineData("Date", "Tue, 24 Nov 2026 12:00:30 GMT")]
    public void A_header_that_means_nothing_is_not_read(string name, string value)
    {
        using HttpResponseMessage response = ScriptedHttp.Response(429, null, (name, value));

        Assert.Null(RetryAfter.Read(response, _time));
    }

    [Fact]
    public void Milliseconds_go_before_seconds()
    {
        using HttpResponseMessage response = ScriptedHttp.Response(
            429,
            null,
            ("Retry-After", "9"),
            ("x-ms-retry-after-ms", "20"),
            ("retry-after-ms", "10"));

        Assert.Equal(TimeSpan.FromMilliseconds(10), RetryAfter.Read(response, _time));
    }
}
