using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TenantTokens.Approvals;
using TenantTokens.Approvals.Links;
using TenantTokens.Claims;
using TenantTokens.Configuration.Options;
using TenantTokens.Fleet;
using TenantTokens.Ledger;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Calls;
using TenantTokens.Rotations.Driving;
using TenantTokens.Rotations.Sending;
using TenantTokens.Schedules;
using TenantTokens.Surfaces;
using TenantTokens.Watches;

namespace TenantTokens.Rotations;

/// <summary>Registers the rotation itself. The host adds logging, an engine and an <see cref="ILedgerStore"/>.</summary>
public static class RotationServices
{
    /// <summary>Adds the ledger, the gates, the planner, the notifications and the clients of the outside world.</summary>
    public static IServiceCollection AddRotation(this IServiceCollection services, RotationOptions options)
        => services
            .AddRotationClients(options)
            .AddSingleton(typeof(ILogger<>), typeof(LogTextLogger<>))
            .AddNotifications(options.Notifications)
            .AddLedger()
            .AddSteps()
            .AddSingleton<EnvironmentClaim>()
            .AddSingleton<ClaimReader>()
            .AddSingleton<SweepClaim>()
            .AddSingleton<LinkKeys>()
            .AddSingleton<ApprovalLinks>()
            .AddSingleton<IApprovalPages>(static services => services.GetRequiredService<ApprovalLinks>())
            .AddSchedules()
            .AddSingleton<RotationReader>()
            .AddSingleton<RotationReport>()
            .AddSingleton<RotationWaker>()
            .AddSingleton<ScheduleRound>()
            .AddSingleton<ExpiryInbox>()
            .AddSingleton<HistoryPurge>();

    private static IServiceCollection AddLedger(this IServiceCollection services)
        => services
            .AddSingleton<RotationLedger>()
            .AddSingleton<TargetLedger>()
            .AddSingleton<PlanLedger>()
            .AddSingleton<PlanHistory>()
            .AddSingleton<GateRoster>()
            .AddSingleton<AgentRoster>()
            .AddSingleton<RetirementLedger>()
            .AddSingleton<FleetMemory>()
            .AddSingleton<UnclaimedCount>()
            .AddSingleton<CommandLedger>()
            .AddSingleton<CopyLedger>()
            .AddSingleton<AuditTrail>()
            .AddSingleton<PoolLeases>()
            .AddSingleton<GateLedger>()
            .AddSingleton<WatchLedger>()
            .AddSingleton<NotificationLedger>();

    /// <summary>What activities share.</summary>
    private static IServiceCollection AddSteps(this IServiceCollection services)
        => services
            .AddSingleton<TokenInForceReader>()
            .AddSingleton<WatchObserver>()
            .AddSingleton<WavePlanner>()
            .AddSingleton<WaveWriter>()
            .AddSingleton<CanaryWaves>()
            .AddSingleton<RestoreDirection>()
            .AddSingleton<TokenSides>()
            .AddSingleton<HostCommand>()
            .AddSingleton<GateQuestions>()
            .AddSingleton<ClockCheck>()
            .AddSingleton<PoolTurn>()
            .AddSingleton<SendOnce>()
            .AddSingleton<FleetReader>()
            .AddSingleton<ApprovedRest>()
            .AddSingleton<CallOnce>()
            .AddSingleton<ForeignRotation>();
}
