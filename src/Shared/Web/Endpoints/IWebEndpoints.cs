using Microsoft.AspNetCore.Http;
using TenantTokens.Web.Guards;

namespace TenantTokens.Web.Endpoints;

/// <summary>A family of endpoints.</summary>
internal interface IWebEndpoints
{
    /// <summary>Names the method, the path and what answers.</summary>
    IEnumerable<(string Method, string Path, Func<WebRequest, Task<IResult>> Answer)> Routes { get; }
}
