namespace TenantTokens.Approvals;

/// <summary>The pages on which people read and decide gates in a browser.</summary>
public interface IApprovalPages
{
    /// <summary>Returns the address of a gate's page, which cannot vote; null when pages have no public address.</summary>
    Uri? PageOf(string rotationId, string gateId);

    /// <summary>
    /// Returns a link to the same page with which one recipient can decide that gate; null when pages have no public address. Everyone who
    /// has the link can vote as the recipient.
    /// </summary>
    Task<Uri?> LinkForAsync(string rotationId, GateRecord gate, string recipient, CancellationToken cancellationToken);
}
