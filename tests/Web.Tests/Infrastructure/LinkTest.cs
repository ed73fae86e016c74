using TenantTokens.Approvals;
using TenantTokens.Approvals.Links;
using TenantTokens.Rotations;

namespace TenantTokens.Web.Tests.Infrastructure;

/// <summary>A test about alice's link to an open gate.</summary>
public abstract class LinkTest : WebTest
{
    private protected async Task<(WebApp App, RotationRecord Rotation, GateRecord Gate, string Token)> CreateAsync(int quorum = 2)
    {
        WebApp app = await StartAsync(change: options => options with
        {
            Approvals = options.Approvals with { Finish = options.Approvals.Finish with { Quorum = quorum } },
        });
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        return (app, rotation, gate, await TokenAsync(app, rotation, gate));
    }

    private protected static async Task<string> TokenAsync(WebApp app, RotationRecord rotation, GateRecord gate)
        => (await app.LinkAsync(rotation, gate, "alice")).Query["?link=".Length..];

    private protected static Task<LinkVerdict> ReadAsync(WebApp app, string token) => app.Get<ApprovalLinks>().ReadAsync(token, Stop);
}
