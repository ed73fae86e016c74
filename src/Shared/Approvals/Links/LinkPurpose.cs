namespace TenantTokens.Approvals.Links;

/// <summary>What a link is for. One kind never passes for the other.</summary>
public enum LinkPurpose
{
    /// <summary>Shows its recipient the page, from which they may decide.</summary>
    Page,

    /// <summary>Carries the answer of its recipient back from a flow; counts once.</summary>
    Callback,
}
