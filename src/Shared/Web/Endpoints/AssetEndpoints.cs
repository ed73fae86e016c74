using Microsoft.AspNetCore.Http;
using TenantTokens.Web.Guards;

namespace TenantTokens.Web.Endpoints;

/// <summary>The style sheet and the optional script, embedded in this program. Pages load nothing from other servers.</summary>
internal sealed class AssetEndpoints : IWebEndpoints
{
    public IEnumerable<(string Method, string Path, Func<WebRequest, Task<IResult>> Answer)> Routes =>
    [
        ("GET", "/assets/site.css", static _ => Task.FromResult(Read("site.css", "text/css; charset=utf-8"))),
        ("GET", "/assets/time.js", static _ => Task.FromResult(Read("time.js", "text/javascript; charset=utf-8"))),
    ];

    private static IResult Read(string name, string type)
        => Results.Stream(
            typeof(AssetEndpoints).Assembly.GetManifestResourceStream($"assets/{name}")
                ?? throw new InvalidOperationException($"{name} is not in this program."),
            type);
}
