using Microsoft.AspNetCore.Http;
using TenantTokens.Approvals.Links;
using TenantTokens.Web.KeyRing;

namespace TenantTokens.Web.Identity;

/// <summary>
/// Starts reading all keys that a request may need, before anything waits for one of them. So the request waits for the vault only once.
/// </summary>
internal sealed class NeededKeys(LinkKeys links, IEnumerable<EntraTokens> tenants, IEnumerable<ReadyKeys> forms)
{
    /// <summary>
    /// Starts the readings, and waits for the keys of cookies and forms unless the request needs none. Never fails; the code that needs a
    /// key does.
    /// </summary>
    public async Task PrepareAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (request.RouteValues.ContainsKey("gate") || request.Query.ContainsKey(ApprovalLinks.Parameter))
        {
            links.Begin();
        }

        if (request.Headers.ContainsKey("Authorization") || request.Headers.ContainsKey(EntraIdentity.IdTokenHeader))
        {
            foreach (EntraTokens tenant in tenants)
            {
                tenant.Begin();
            }
        }

        bool isProgram = request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            && (request.Headers.ContainsKey("Authorization") || !request.Headers.ContainsKey("Cookie"));
        if (!isProgram && !request.Path.StartsWithSegments("/assets", StringComparison.OrdinalIgnoreCase))
        {
            foreach (ReadyKeys keys in forms)
            {
                await keys.WaitAsync(context.RequestAborted);
            }
        }
    }
}
