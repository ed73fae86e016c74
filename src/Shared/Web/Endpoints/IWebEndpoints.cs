using Microsoft.AspNetCore.Http;
using TenantTokens.Web.Guards;

namespace TenantTokens.Web.Endpoints;

/// <summary>A group of endpoints.</summary>
internal interface IWebEndpoints
{
    /// <summary>The method, path and handler of each endpoint.</summary>
    IEnumerable<(string Method, string Path, Func<WebRequest, Task<IResult>> Answer)> Routes { get; }
}
