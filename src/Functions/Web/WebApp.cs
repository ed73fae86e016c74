using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using TenantTokens.Web;

namespace TenantTokens.Functions.Web;

/// <summary>The pages and the API of the app, built once.</summary>
public sealed class WebApp(IServiceProvider services)
{
    private readonly WakingWeb _web = new(services);

    /// <summary>Returns the answer to the request that a function was called with.</summary>
    public IResult Answer(DurableTaskClient client) => new WebResult(_web, client);
}
