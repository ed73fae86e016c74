namespace TenantTokens.Configuration.Options;

/// <summary>The Logic App of infra/ that asks approvers in Teams or Outlook. Holds no secret: only our identity may start it.</summary>
public sealed record ApprovalWorkflowOptions
{
    /// <summary>The address of its trigger, https, without a signature: the output APPROVALS_TRIGGER of the deployment.</summary>
    public required Uri Trigger { get; init; }

    /// <summary>What our token is for: <c>api://{client id}</c> of the application that people sign in to.</summary>
    public required string Audience { get; init; }
}
