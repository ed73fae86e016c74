using System.Globalization;
using System.Text.Json;
using TenantTokens.Testing.Http;

namespace TenantTokens.Testing.Vault;

/// <summary>The few operations of Key Vault that the product uses, in memory. Anything else throws.</summary>
internal sealed class FakeKeyVault : HttpMessageHandler
{
    private readonly Lock _sync = new();
    private readonly List<SecretVersion> _versions = [];

    public List<string> Requests { get; } = [];

    /// <summary>When set, every request is answered with this status.</summary>
    public int? Outage { get; set; }

    /// <summary>Called when a version was written, before it is read back.</summary>
    public Action<SecretVersion>? OnWritten { get; set; }

    /// <summary>The vault's own clock: what it stamps versions and answers with. Null for answers without a time.</summary>
    public DateTimeOffset? Clock { get; set; }

    /// <summary>How much time passes with each request.</summary>
    public TimeSpan Step { get; set; }

    /// <summary>How many versions a page of a list has.</summary>
    public int PageSize { get; set; } = 25;

    /// <summary>The ids of the next versions; numbers when it is empty.</summary>
    public Queue<string> NextIds { get; } = new();

    /// <summary>Waited for before each write: who else is about to write, perhaps.</summary>
    public Func<Task> BeforeWrite { get; set; } = static () => Task.CompletedTask;

    /// <summary>How many answers to a write get lost after it took effect.</summary>
    public int LostWrites { get; set; }

    public SecretVersion Add(string name, string value, bool enabled = true)
    {
        string id = NextIds.TryDequeue(out string? next) ? next : string.Create(CultureInfo.InvariantCulture, $"{_versions.Count + 1:x32}");
        long created = Clock?.ToUnixTimeSeconds() ?? 1_700_000_000 + _versions.Count;
        SecretVersion version = new(name, id, created) { Value = value, Enabled = enabled };
        _versions.Add(version);
        return version;
    }

    public IReadOnlyList<SecretVersion> VersionsOf(string name) => [.. _versions.Where(version => version.Name == name)];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string path = request.RequestUri!.AbsolutePath;
        if (request.Headers.Authorization is null)
        {
            return ScriptedHttp.Response(
                401,
                null,
                ("WWW-Authenticate", "Bearer authorization=\"https://login.test/tenant\", resource=\"https://vault.azure.net\""));
        }

        lock (_sync)
        {
            Requests.Add($"{request.Method} {path}");
        }

        if (Outage is { } status)
        {
            return ScriptedHttp.Response(status, null);
        }

        using JsonDocument? body = request.Content is null
            ? null
            : JsonDocument.Parse(await request.Content.ReadAsStringAsync(cancellationToken));
        await (request.Method == HttpMethod.Put ? BeforeWrite() : Task.CompletedTask);
        HttpResponseMessage response;
        lock (_sync)
        {
            Clock += Step;
            response = Answer(request, body);
            response.Headers.Date = Clock;
        }

        response.RequestMessage = request;
        return request.Method == HttpMethod.Put && LostWrites-- > 0 ? throw new HttpRequestException("The answer got lost.") : response;
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, JsonDocument? body)
    {
        string path = request.RequestUri!.AbsolutePath;
        string[] parts = path.Trim('/').Split('/');
        return (request.Method.Method, parts) switch
        {
            ("PUT", ["secrets", string name]) => Write(name, body!.RootElement),
            ("GET", ["secrets", string name, "versions"]) => List(name, PageOf(request.RequestUri.Query)),
            ("GET", ["secrets", string name]) => Read(_versions.FindLast(found => found.Name == name)),
            ("GET", ["secrets", string name, string version]) => Read(VersionsOf(name).SingleOrDefault(found => found.Version == version)),
            ("PATCH", ["secrets", string name, string version])
                => Update(VersionsOf(name).SingleOrDefault(found => found.Version == version), body!.RootElement),
            _ => throw new UnexpectedRequestException($"Unexpected {request.Method} {path}."),
        };
    }

    private static int PageOf(string query)
        => query.Split("from=") is [_, string from] ? int.Parse(from, CultureInfo.InvariantCulture) : 0;

    private HttpResponseMessage Write(string name, JsonElement body)
    {
        SecretVersion version = Add(name, body.GetProperty("value").GetString()!);
        SetTags(version, body);
        OnWritten?.Invoke(version);
        return Ok(version);
    }

    private static HttpResponseMessage Update(SecretVersion? version, JsonElement body)
    {
        if (version is null)
        {
            return NotFound();
        }

        SetTags(version, body);
        if (body.TryGetProperty("attributes", out JsonElement attributes))
        {
            version.Enabled = attributes.TryGetProperty("enabled", out JsonElement enabled) ? enabled.GetBoolean() : version.Enabled;
            version.Expires = attributes.TryGetProperty("exp", out JsonElement exp) ? exp.GetInt64() : version.Expires;
        }

        return Ok(version, withValue: false);
    }

    private static HttpResponseMessage Read(SecretVersion? version) => version switch
    {
        null => NotFound(),
        { Enabled: false } => ScriptedHttp.Response(
            403,
            """{"error":{"code":"Forbidden","message":"Operation get is not allowed on a disabled secret.","innererror":{"code":"SecretDisabled"}}}"""),
        _ => Ok(version),
    };

    private HttpResponseMessage List(string name, int from) => ScriptedHttp.Response(200, JsonSerializer.Serialize(new
    {
        value = VersionsOf(name).Reverse().Skip(from).Take(PageSize).Select(static version => version.ToJson(withValue: false)),
        nextLink = from + PageSize < VersionsOf(name).Count
            ? $"https://localhost:1/secrets/{name}/versions?api-version=7.6&from={(from + PageSize).ToString(CultureInfo.InvariantCulture)}"
            : null,
    }));

    private static void SetTags(SecretVersion version, JsonElement body)
    {
        if (body.TryGetProperty("tags", out JsonElement tags) && tags.ValueKind is JsonValueKind.Object)
        {
            version.Tags = tags.EnumerateObject().ToDictionary(static tag => tag.Name, static tag => tag.Value.GetString()!);
        }
    }

    private static HttpResponseMessage Ok(SecretVersion version, bool withValue = true)
        => ScriptedHttp.Response(200, JsonSerializer.Serialize(version.ToJson(withValue)));

    private static HttpResponseMessage NotFound()
        => ScriptedHttp.Response(
            404,
            """{"error":{"code":"SecretNotFound","message":"A secret with (name/id) was not found in this key vault."}}""");

    internal sealed class SecretVersion(string name, string version, long created)
    {
        public string Name { get; } = name;

        public string Version { get; } = version;

        public long Created => created;

        public string Value { get; set; } = string.Empty;

        public bool Enabled { get; set; }

        public long? Expires { get; set; }

        public Dictionary<string, string> Tags { get; set; } = [];

        public object ToJson(bool withValue) => new
        {
            value = withValue ? Value : null,
            id = $"https://vault.test/secrets/{Name}/{Version}",
            attributes = new { enabled = Enabled, created, updated = created, exp = Expires },
            tags = Tags,
        };
    }
}
