using System.Globalization;
using Microsoft.AspNetCore.Http;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Pages;

namespace TenantTokens.Web.Endpoints;

/// <summary>
/// The complete audit trails, in pages. Readers see the trail of each rotation; only operators see the trail of what belongs to no
/// rotation.
/// </summary>
internal sealed class AuditEndpoints(RotationLedger rotations, AuditTrail audit) : IWebEndpoints
{
    public IEnumerable<(string Method, string Path, Func<WebRequest, Task<IResult>> Answer)> Routes =>
    [
        ("GET", "/rotations/{rotation}/audit", request => OfRotationAsync(
            request,
            page => AuditTable.Write($"Audit trail of {request.Route("rotation")}", page))),
        ("GET", "/api/rotations/{rotation}/audit", request => OfRotationAsync(request, Json)),
        ("GET", "/audit", request => ElsewhereAsync(
            request,
            static page => AuditTable.Write("Audit trail of what belongs to no rotation", page))),
        ("GET", "/api/audit", request => ElsewhereAsync(request, Json)),
    ];

    private async Task<IResult> OfRotationAsync(WebRequest request, Func<AuditPage, IResult> write)
        => request.Without(WebRoles.Reader) is { } refusal ? new RefusalResult(refusal)
            : await rotations.FindAsync(request.Route("rotation"), request.CancellationToken) is null
                ? new RefusalResult(Refusals.NoRotation)
            : write(await ReadAsync(request, request.Route("rotation")));

    // Not every reader may see who tried what from which address.
    private async Task<IResult> ElsewhereAsync(WebRequest request, Func<AuditPage, IResult> write)
        => request.Without(WebRoles.Operator) is { } refusal
            ? new RefusalResult(refusal)
            : write(await ReadAsync(request, AuditTrail.Elsewhere));

    private Task<AuditPage> ReadAsync(WebRequest request, string trail)
    {
        int page = int.TryParse(request.Query("page"), NumberStyles.None, CultureInfo.InvariantCulture, out int wanted) ? wanted : 1;
        return AuditPage.ReadAsync(audit, trail, page, request.CancellationToken);
    }

    private static IResult Json(AuditPage page)
        => Results.Json(new { page = page.Number, pages = page.Pages, total = page.Total, entries = page.Entries }, DurableJson.Options);
}
