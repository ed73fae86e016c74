namespace TenantTokens.Approvals.Links;

/// <summary>What a link says, once it was checked.</summary>
/// <param name="Status">Whether it may be used.</param>
/// <param name="Claims">What it is bound to; null when no key of ours made it.</param>
/// <param name="Gate">Its gate as it stands now; null when it was not looked up.</param>
public sealed record LinkVerdict(LinkStatus Status, LinkClaims? Claims = null, GateRecord? Gate = null)
{
    /// <summary>Whether it may be used.</summary>
    public bool IsValid => Status is LinkStatus.Valid;
}
