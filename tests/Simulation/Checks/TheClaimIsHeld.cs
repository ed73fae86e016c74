namespace TenantTokens.Simulation.Checks;

/// <summary>
/// Start, finish and cancel are sent only by the copy that holds the claim on the environment: the earliest one in the vault that counts.
/// Whoever lost it less than a minute ago may have sent just then: between the look at the claim and the arrival of a call nothing can be
/// closed.
/// </summary>
internal sealed class TheClaimIsHeld : Check<Happening.CallArrived>
{
    private static readonly TimeSpan _onItsWay = TimeSpan.FromMinutes(1);

    public override string Name => "claim-not-held";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.CallArrived arrived)
    {
        IReadOnlyList<ClaimView> claims = sight.Claims();
        ClaimView? holder = claims.Where(claim => claim is { IsEnabled: true, IsSweep: false } && !(claim.Expires < sight.Now))
            .OrderBy(static claim => claim.Created)
            .ThenBy(static claim => claim.Version, StringComparer.Ordinal)
            .FirstOrDefault();
        bool hasJustLostIt = claims.Any(
            claim => claim.Where == sight.Place && (!claim.IsEnabled || claim.IsSweep) && sight.Now - claim.Updated < _onItsWay);
        if (holder?.Where != sight.Place && !hasJustLostIt)
        {
            yield return $"{arrived.Call} of {sight.Place} arrived while {holder?.Where ?? "nobody"} held the claim.";
        }
    }
}
