using Microsoft.AspNetCore.Http;
using TenantTokens.Web.Identity;

namespace TenantTokens.Simulation.Product;

/// <summary>Who a request says it is, is believed: what signs people in has tests of its own.</summary>
internal sealed class SimulatedSignIn : IRequestIdentity
{
    /// <summary>The header that names the person.</summary>
    public const string Header = "X-Person";

    public string? SignInPath => null;

    public string? SignOutPath => null;

    public Task<IdentityVerdict> IdentifyAsync(HttpContext context, CancellationToken cancellationToken)
        => Task.FromResult(context.Request.Headers[Header] is [{ } name]
            ? new IdentityVerdict(new Caller(
                name,
                KnownBy.Entra,
                name is "olga" ? WebRoles.Operator | WebRoles.Emergency : WebRoles.Reader | WebRoles.Approver)
            {
                IsPerson = true,
            })
            : IdentityVerdict.Nothing);
}
