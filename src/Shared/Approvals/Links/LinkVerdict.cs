namespace TenantTokens.Approvals.Links;

/// <summary>The result of checking a link, with its content.</summary>
/// <param name="Status">Whether it may be used.</param>
/// <param name="Claims">What the link is valid for; null when no key of ours signed it.</param>
/// <param name="Gate">Its gate as it is now; null when it was not read.</param>
public sealed record LinkVerdict(LinkStatus Status, LinkClaims? Claims = null, GateRecord? Gate = null)
{
    /// <summary>True when the link may be used.</summary>
    public bool IsValid => Status is LinkStatus.Valid;
}
