using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Notifications;
using TenantTokens.Notifications.Mail;
using TenantTokens.Rotations.Messages;
using TenantTokens.Tokens;

namespace TenantTokens.Registration;

/// <summary>Registers the channels that the configuration names.</summary>
public static class NotificationServices
{
    /// <summary>
    /// Adds <see cref="NotificationSender"/> and its channels. Requires the clients (<see cref="RotationClients"/>), <see
    /// cref="IApprovalPages"/>, a ledger and logging.
    /// </summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services, NotificationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton<NotificationSender>();
        services.AddSingleton<GateMessenger>();
        if (options.Teams is { } teams)
        {
            services.AddSingleton<WebhookConnections>();
            services.AddSingleton<INotificationChannel>(provider => new TeamsWebhookChannel(
                teams,
                provider.GetRequiredService<TokenVault>().ReadSecretAsync,
                provider.GetRequiredService<WebhookConnections>().For,
                provider.GetRequiredService<SecretScrubber>(),
                provider.GetRequiredService<TimeProvider>()));
        }

        if (options.Mail is { } mail)
        {
            services.AddSingleton<IMailTransport>(provider => CreateTransport(mail, provider));
            services.AddSingleton<INotificationChannel>(provider => new MailChannel(
                mail,
                provider.GetRequiredService<ApprovalOptions>(),
                provider.GetRequiredService<IMailTransport>(),
                provider.GetRequiredService<IApprovalPages>(),
                provider.GetRequiredService<TimeProvider>()));
        }

        if (options.Workflow is { } workflow)
        {
            services.AddSingleton<INotificationChannel>(provider => new ApprovalWorkflowChannel(
                workflow,
                provider.GetRequiredService<TokenCredential>(),
                provider.GetRequiredService<HttpPipelineTransport>(),
                provider.GetRequiredService<TimeProvider>()));
        }

        return services;
    }

    private static IMailTransport CreateTransport(MailOptions mail, IServiceProvider provider) => mail switch
    {
        { Smtp: { } smtp } => new SmtpTransport(
            mail.From,
            smtp,
            provider.GetRequiredService<TokenVault>().ReadSecretAsync,
            provider.GetRequiredService<TimeProvider>()),
        { Azure: { } azure } => new AzureMailTransport(
            mail.From,
            azure,
            provider.GetRequiredService<TokenCredential>(),
            provider.GetRequiredService<HttpPipelineTransport>(),
            provider.GetRequiredService<TimeProvider>()),
        _ => throw new InvalidOperationException("Mail needs a mail server or Azure Communication Services."),
    };
}
