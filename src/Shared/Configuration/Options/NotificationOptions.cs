namespace TenantTokens.Configuration.Options;

/// <summary>Who is told of the moments that matter.</summary>
public sealed record NotificationOptions
{
    /// <summary>A Teams channel. Default null: nobody is told there.</summary>
    public TeamsOptions? Teams { get; init; }

    /// <summary>Mail to approvers and operators. Default null: nobody gets any.</summary>
    public MailOptions? Mail { get; init; }

    /// <summary>The Logic App that asks approvers in Teams or Outlook. Default null: there is none.</summary>
    public ApprovalWorkflowOptions? Workflow { get; init; }
}
