using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using TenantTokens.Web;

namespace TenantTokens.Functions.Web;

/// <summary>The web of a rotation, built once.</summary>
public sealed class WebApp(IServiceProvider services)
{
    private readonly WakingWeb _web = new(services);

    /// <summary>What answers the request that a function was called with.</summary>
    public IResult Answer(DurableTaskClient client) => new WebResult(_web, client);
}
