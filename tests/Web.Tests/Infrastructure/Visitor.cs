using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TenantTokens.Web.Tests.Infrastructure;

/// <summary>A browser without a screen, or a program: cookies of its own, no redirects.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _client;

    public Visitor(Uri address)
        => _client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false })
        {
            BaseAddress = address,
        };

    public HttpRequestHeaders Headers => _client.DefaultRequestHeaders;

    public Visitor With(string header, string value)
    {
        Headers.TryAddWithoutValidation(header, value);
        return this;
    }

    public Visitor Bearer(string token) => With("Authorization", $"Bearer {token}");

    public Task<Answer> GetAsync(Uri address) => SendAsync(HttpMethod.Get, address.PathAndQuery);

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, HttpContent? content) => SendAsync(HttpMethod.Post, path, content);

    public Task<Answer> PostJsonAsync(string path, object body) => PostAsync(path, JsonContent.Create(body));

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using HttpRequestMessage request = new(method, path) { Content = content };

        // As curl does: a server that refuses a large body closes the connection, and who is still sending may not see why.
        request.Headers.ExpectContinue = content?.Headers.ContentLength > 64 * 1024;
        using HttpResponseMessage response = await _client.SendAsync(request);
        return new(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Headers,
            response.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>Opens a gate's page and sends its form.</summary>
    public async Task<Answer> DecideAsync(Uri link, string choice, Action<Dictionary<string, string>>? change = null, string? path = null)
    {
        Answer page = await GetAsync(link);
        Assert.True(page.Status is 200, page.Body);
        Dictionary<string, string> form = page.Fields;
        form["choice"] = choice;
        change?.Invoke(form);
        return await PostAsync(path ?? link.AbsolutePath, new FormUrlEncodedContent(form));
    }

    /// <summary>Signs the browser in with a code.</summary>
    public async Task SignInAsync(string code)
    {
        Answer form = await GetAsync("/sign-in");
        Assert.Equal(
            303,
            (await PostAsync(
                "/sign-in",
                new FormUrlEncodedContent(new Dictionary<string, string>(form.Fields) { ["code"] = code }))).Status);
    }

    public void Dispose() => _client.Dispose();

    internal sealed partial record Answer(int Status, string Body, HttpResponseHeaders Headers, string? Type)
    {
        public JsonNode Json => JsonNode.Parse(Body)!;

        /// <summary>The hidden fields of its form.</summary>
        public Dictionary<string, string> Fields
            => Hidden()
                .Matches(Body)
                .ToDictionary(static match => match.Groups[1].Value, static match => WebUtility.HtmlDecode(match.Groups[2].Value));

        [GeneratedRegex("""<input type="hidden" name="([^"]+)" value="([^"]*)">""")]
        private static partial Regex Hidden();
    }
}
