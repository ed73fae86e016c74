namespace TenantTokens.Approvals.Links;

/// <summary>The purpose of a link. A link for one purpose never works for the other.</summary>
public enum LinkPurpose
{
    /// <summary>Shows the page to its recipient, who may decide there.</summary>
    Page,

    /// <summary>Returns its recipient's answer from a flow, once.</summary>
    Callback,
}
