namespace TenantTokens.Approvals.Links;

/// <summary>What a link is valid for. Changes by addition only: links in mailboxes outlive a deployment.</summary>
/// <param name="Purpose">The purpose of the link.</param>
/// <param name="RotationId">Its rotation.</param>
/// <param name="GateId">Its gate.</param>
/// <param name="PlanHash">The plan that the gate asked about when the link was made.</param>
/// <param name="Recipient">The approver whom it was made for.</param>
/// <param name="ExpiresAt">Until when it may be used, in Unix seconds.</param>
/// <param name="IssuedAt">When it was made, in Unix seconds; null in links of older versions, which did not say it.</param>
public sealed record LinkClaims(
    LinkPurpose Purpose, string RotationId, string GateId, string PlanHash, string Recipient, long ExpiresAt, long? IssuedAt = null);
