using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Rotations.Schedules;
using TenantTokens.Scheduling;

namespace TenantTokens.Registration;

/// <summary>Registers the schedules.</summary>
internal static class ScheduleServices
{
    public static IServiceCollection AddSchedules(this IServiceCollection services)
        => services
            .AddSingleton<ScheduleLedger>()
            .AddSingleton<VersionInForce>()
            .AddSingleton<ScheduleReader>()
            .AddSingleton<ScheduleDispatcher>()
            .AddSingleton<NearExpiryHandler>()
            .AddSingleton<ScheduleRound>()
            .AddSingleton<ExpiryInbox>();
}
