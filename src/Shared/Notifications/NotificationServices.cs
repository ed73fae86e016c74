using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TenantTokens.Approvals;
using TenantTokens.Configuration;
using TenantTokens.Tokens;

namespace TenantTokens.Notifications;

/// <summary>Registers the channels that the configuration names.</summary>
public static class NotificationServices
{
    /// <summary>Adds <see cref="NotificationSender"/> and its channels. Needs the clients (<see cref="RotationClients"/>), a ledger and logging.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services, NotificationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton<NotificationSender>();
        services.AddSingleton<GateMessenger>();
        services.TryAddSingleton<IApprovalPages, NoApprovalPages>();
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

        return services;
    }
}
