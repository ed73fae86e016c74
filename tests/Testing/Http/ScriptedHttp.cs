using System.Net;
using System.Text;

namespace TenantTokens.Testing.Http;

/// <summary>Answers the requests that a test expects, in that order. Any other request throws.</summary>
internal sealed class ScriptedHttp : HttpMessageHandler
{
    private readonly Queue<(string Request, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Answer)> _script = new();

    public List<string> Requests { get; } = [];

    public List<string> Bodies { get; } = [];

    public List<string?> Authorizations { get; } = [];

    public int Left => _script.Count;

    /// <param name="request">Method, path and query, such as <c>GET /api/v2/activeGates</c>.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="json">Its body.</param>
    /// <param name="headers">Its headers.</param>
    public ScriptedHttp Expect(string request, int status, string? json = null, params (string Name, string Value)[] headers)
        => Expect(request, (_, _) => Task.FromResult(Response(status, json, headers)));

    public ScriptedHttp Expect(string request, Exception failure)
        => Expect(request, (_, _) => Task.FromException<HttpResponseMessage>(failure));

    public ScriptedHttp Expect(string request, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        _script.Enqueue((request, answer));
        return this;
    }

    public static HttpResponseMessage Response(int status, string? json, params (string Name, string Value)[] headers)
    {
        HttpResponseMessage response = new((HttpStatusCode)status)
        {
            Content = new StringContent(json ?? string.Empty, Encoding.UTF8, "application/json"),
        };
        foreach ((string name, string value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    /// <summary>Fails unless all that was expected was sent.</summary>
    public void AssertDone() => Assert.Empty(_script.Select(static step => step.Request));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string sent = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        Requests.Add(sent);
        Authorizations.Add(request.Headers.Authorization?.ToString());
        Bodies.Add(request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken));
        if (!_script.TryDequeue(out (string Request, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Answer) step)
            || step.Request != sent)
        {
            throw new UnexpectedRequestException($"Unexpected {sent}; expected {step.Request ?? "nothing more"}.");
        }

        HttpResponseMessage response = await step.Answer(request, cancellationToken);
        response.RequestMessage = request;
        return response;
    }
}
