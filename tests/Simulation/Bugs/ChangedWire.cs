using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace TenantTokens.Simulation.Bugs;

/// <summary>A way to the world on which a request or its answer is changed.</summary>
/// <param name="wire">The way as it is.</param>
/// <param name="around">Given a request and how to send it; gives the answer.</param>
internal sealed class ChangedWire(
    HttpMessageHandler wire,
    Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> around) : DelegatingHandler(wire)
{
    /// <summary>An answer that the world did not give.</summary>
    public static HttpResponseMessage Answer(HttpStatusCode status, object body) => new(status) { Content = JsonContent.Create(body) };

    /// <summary>The answer with another text.</summary>
    public static async Task<HttpResponseMessage> ChangeAsync(HttpResponseMessage answer, Func<string, string> change)
    {
        string text = await answer.Content.ReadAsStringAsync();
        string changed = change(text);
        if (changed != text)
        {
            answer.Content = new StringContent(changed, System.Text.Encoding.UTF8, "application/json");
        }

        return answer;
    }

    /// <summary>Changes a parameter of a run command that is to be sent.</summary>
    public static async Task ChangeParameterAsync(HttpRequestMessage request, string name, Func<string, string> change)
    {
        JsonNode body = JsonNode.Parse(await request.Content!.ReadAsStringAsync())!;
        foreach (JsonNode? parameter in body["properties"]!["parameters"]!.AsArray()
            .Where(parameter => (string?)parameter!["name"] == name))
        {
            parameter!["value"] = change((string)parameter["value"]!);
        }

        request.Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        => around(request, () => base.SendAsync(request, cancellationToken));
}
