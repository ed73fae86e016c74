using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.RegularExpressions;
using TenantTokens.Local.Commands;

namespace TenantTokens.Local.Tests.Serving;

/// <summary>What <c>serve</c> shows to whom, over real HTTP.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class ServeTests : IDisposable
{
    private const string Configuration = """
        {
          "environments": [{ "id": "abc12345", "apiUrl": "https://abc12345.live.dynatrace.com", "apiTokenSecret": "dynatrace-api-token", "tenantTokenSecret": "dynatrace-tenant-token" }],
          "azure": { "vaultUri": "https://my-vault.vault.azure.net" },
          "fleet": { "subscriptions": ["00000000-0000-0000-0000-000000000000"] },
          "approvals": { "finish": { "approvers": ["alice"] } },
          "web": { "publicAddress": "https://tokens.example.com" }
        }
        """;

    private readonly TemporaryDirectory _place = new();

    public ServeTests() => File.WriteAllText(_place.File("rotation.json"), Configuration);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Data => _place.File("data");

    private string KeyFile => Path.Combine(Data, "api-keys.json");

    [Fact]
    public async Task The_first_start_makes_the_keys_and_prints_one_address_and_the_second_prints_none_and_both_end_cleanly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals and no file modes.");
        string keys;
        await using (ServingProcess first = await ServingProcess.StartAsync(_place.File("rotation.json"), Data))
        {
            keys = await File.ReadAllTextAsync(KeyFile, Stop);
            Assert.True(first.Address.IsLoopback, first.Said);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
            await AssertNobodyGetsInAsync(first.Address);
            await AssertCookiesAreForTlsAloneAsync(first.Address, "tokens.example.com", isForTlsAlone: true);
            await AssertCookiesAreForTlsAloneAsync(first.Address, first.Address.Authority, isForTlsAlone: false);
            await AssertTheKeyOpensTheApiAsync(first.Address);
            await AssertTheAddressSignsInOnceAsync(new Uri(Assert.Single(SignInAddress().Matches(first.Said)).Value));
            Assert.Equal(0, await first.StopAsync());
            AssertNoKeyIn(first.Said);
        }

        await using ServingProcess second = await ServingProcess.StartAsync(_place.File("rotation.json"), Data);
        await AssertTheKeyOpensTheApiAsync(second.Address);
        Assert.Equal(0, await second.StopAsync());
        Assert.Equal(keys, await File.ReadAllTextAsync(KeyFile, Stop));
        Assert.DoesNotMatch(SignInAddress(), second.Said);
        AssertNoKeyIn(second.Said);
    }

    [Fact]
    public async Task Where_other_machines_could_read_along_it_does_not_listen_says_what_is_needed_and_makes_no_keys()
    {
        await File.WriteAllTextAsync(
            _place.File("private.json"),
            Configuration.Replace("https://tokens.example.com", "http://localhost:8080", StringComparison.Ordinal),
            Stop);
        using StringWriter output = new();
        using StringWriter errors = new();
        int exitCode = await CommandLine.RunAsync(
            ["serve", "--config", _place.File("private.json"), "--data", Data, "--listen", "0.0.0.0:0"],
            new InvocationConfiguration { Output = output, Error = errors, ProcessTerminationTimeout = null },
            Stop);

        Assert.Equal(2, exitCode);
        Assert.Contains("Put a proxy with TLS in front and set web.publicAddress", errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
        Assert.False(File.Exists(KeyFile));
    }

    public void Dispose() => _place.Dispose();

    private static async Task AssertNobodyGetsInAsync(Uri address)
    {
        using HttpClient nobody = new() { BaseAddress = address };
        using HttpResponseMessage page = await nobody.GetAsync("/", Stop);
        using HttpResponseMessage api = await nobody.GetAsync("/api/rotations", Stop);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (page.StatusCode, api.StatusCode));
        Assert.Contains(
            "<a class=\"button\" href=\"/sign-in\">Sign in</a>",
            await page.Content.ReadAsStringAsync(Stop),
            StringComparison.Ordinal);
        Assert.Equal("application/problem+json", api.Content.Headers.ContentType!.MediaType);
        using HttpRequestMessage request = new(HttpMethod.Get, "/sign-in");
        request.Headers.Host = "evil.test"; // a page whose name leads here
        using HttpResponseMessage other = await nobody.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, other.StatusCode);
    }

    private static async Task AssertCookiesAreForTlsAloneAsync(Uri address, string host, bool isForTlsAlone)
    {
        using HttpClient client = new();
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(address, "/sign-in"));
        request.Headers.Host = host;
        using HttpResponseMessage answer = await client.SendAsync(request, Stop);
        Assert.Equal(
            isForTlsAlone,
            Assert.Single(answer.Headers.GetValues("Set-Cookie")).Contains("; secure", StringComparison.OrdinalIgnoreCase));
    }

    private async Task AssertTheKeyOpensTheApiAsync(Uri address)
    {
        using HttpClient client = new() { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Keys()["reader"]);
        Assert.Equal("""{"rotations":[]}""", await client.GetStringAsync("/api/rotations", Stop));
    }

    private static async Task AssertTheAddressSignsInOnceAsync(Uri address)
    {
        using HttpClient browser = new(new HttpClientHandler { AllowAutoRedirect = false });
        string form = await browser.GetStringAsync(address, Stop);
        Dictionary<string, string> fields = Fields()
            .Matches(form)
            .ToDictionary(static match => match.Groups[1].Value, static match => WebUtility.HtmlDecode(match.Groups[2].Value));
        fields["code"] = address.Query["?code=".Length..];
        foreach (HttpStatusCode expected in (HttpStatusCode[])[HttpStatusCode.SeeOther, HttpStatusCode.Forbidden])
        {
            using FormUrlEncodedContent sent = new(fields);
            using HttpResponseMessage answer = await browser.PostAsync(new Uri(address, "/sign-in"), sent, Stop);
            Assert.Equal(expected, answer.StatusCode);
        }
    }

    private void AssertNoKeyIn(string said) => Assert.All(Keys().Values, key => Assert.DoesNotContain(key, said, StringComparison.Ordinal));

    private Dictionary<string, string> Keys() => JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(KeyFile))!;

    [GeneratedRegex(@"http://\S+/sign-in\?code=\S+")]
    private static partial Regex SignInAddress();

    [GeneratedRegex("""<input type="hidden" name="([^"]+)" value="([^"]*)">""")]
    private static partial Regex Fields();
}
