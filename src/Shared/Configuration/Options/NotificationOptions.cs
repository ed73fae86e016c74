namespace TenantTokens.Configuration.Options;

/// <summary>Who is told when a rotation starts, waits for a person or ends.</summary>
public sealed record NotificationOptions
{
    /// <summary>A Teams channel.</summary>
    public TeamsOptions? Teams { get; init; }

    /// <summary>
    /// Mail to approvers, each with their own link, and to operators, without one. It goes by <c>smtp</c> or by <c>azure</c>, not both.
    /// </summary>
    public MailOptions? Mail { get; init; }

    /// <summary>The Logic App that asks approvers in Teams or Outlook. Only this program's identity may start it.</summary>
    public ApprovalWorkflowOptions? Workflow { get; init; }
}
