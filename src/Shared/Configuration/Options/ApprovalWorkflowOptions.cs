using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>
/// The Logic App of infra/ that asks approvers in Teams or Outlook. Holds no secret: only this program's identity may start it.
/// </summary>
public sealed record ApprovalWorkflowOptions
{
    /// <summary>The address of its trigger, without a signature: the output <c>APPROVALS_TRIGGER</c> of the deployment.</summary>
    [Required]
    [UnsignedAddress]
    public required Uri Trigger { get; init; }

    /// <summary>What this program's token is for: <c>api://{client id}</c> of the application that people sign in to.</summary>
    [Required]
    [ApplicationUri]
    public required string Audience { get; init; }
}
