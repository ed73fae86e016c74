using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using TenantTokens.Azure;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Notifications;

/// <summary>
/// Starts the approval workflow when a gate opens. The workflow asks each approver in Teams or Outlook and returns the answers. It is
/// started once per gate: its questions stay visible, so reminders go through the other channels.
/// </summary>
public sealed class ApprovalWorkflowChannel : INotificationChannel
{
    private readonly HttpPipeline _pipeline;
    private readonly Uri _trigger;

    /// <summary>Creates a channel on a credential and a transport. Its retries wait on <paramref name="time"/>.</summary>
    public ApprovalWorkflowChannel(
        ApprovalWorkflowOptions options,
        TokenCredential credential,
        HttpPipelineTransport transport,
        TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        WorkflowClientOptions clientOptions = new() { Transport = transport, RetryPolicy = new AzureRetryPolicy(time, Random.Shared) };
        clientOptions.Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
        clientOptions.Diagnostics.ApplicationId = "tenant-tokens";
        _pipeline = HttpPipelineBuilder.Build(
            clientOptions,
            new BearerTokenAuthenticationPolicy(credential, $"{options.Audience}/.default"));
        _trigger = options.Trigger;
    }

    /// <inheritdoc />
    public string Name => "Approval workflow";

    /// <inheritdoc />
    public async Task<NotificationResult> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notification);
        if (notification is not { Kind: NotificationKind.ApprovalNeeded, Gate: not null })
        {
            return NotificationResult.ForNobody;
        }

        string[] approvers = ApprovalWorkflowBody.ApproversOf(notification);
        return approvers.Length is 0 ? NotificationResult.ForNobody
            : notification.Page is null ? NotificationResult.Failed("web.publicAddress is not set: the workflow has no page to show.")
            : await PostAsync(ApprovalWorkflowBody.Write(notification, approvers), cancellationToken);
    }

    private async Task<NotificationResult> PostAsync(byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            using Request request = _pipeline.CreateRequest();
            request.Method = RequestMethod.Post;
            request.Uri.Reset(_trigger);
            request.Headers.Add("Content-Type", "application/json");
            request.Content = RequestContent.Create(body);
            using Response response = await _pipeline.SendRequestAsync(request, cancellationToken);
            return response.Status switch
            {
                200 or 202 => NotificationResult.Sent,
                401 or 403 => NotificationResult.Failed(
                    $"The workflow answered {response.Status}: check that the workflow allows the identity of this program, and that"
                        + " notifications.workflow.audience is the workflow's."),
                404 => NotificationResult.Failed(
                    "The workflow answered 404: check that notifications.workflow.trigger is still its address."),
                _ => NotificationResult.Failed($"The workflow answered {response.Status}."),
            };
        }
        catch (RequestFailedException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return NotificationResult.Failed($"The workflow cannot be reached: {exception.ErrorCode ?? "no answer"}.");
        }
        catch (AuthenticationFailedException) when (!cancellationToken.IsCancellationRequested)
        {
            return NotificationResult.Failed("No token for the workflow: the identity of this program has no role of the application.");
        }
        catch (Exception exception) when (exception is AggregateException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            return NotificationResult.Failed($"The workflow gave no answer ({exception.GetType().Name}).");
        }
    }

    private sealed class WorkflowClientOptions : ClientOptions;
}
