namespace TenantTokens.Approvals;

/// <summary>Where gates are looked at and decided in a browser.</summary>
public interface IApprovalPages
{
    /// <summary>The page of a gate, with nothing in its address that votes; null when pages have no public address.</summary>
    Uri? PageOf(string rotationId, string gateId);

    /// <summary>
    /// The same page with a link that lets one recipient decide that gate; null when pages have no public address. Whoever has it may vote
    /// as them.
    /// </summary>
    Task<Uri?> LinkForAsync(string rotationId, GateRecord gate, string recipient, CancellationToken cancellationToken);
}
