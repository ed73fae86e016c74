using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TenantTokens.Approvals;
using TenantTokens.Approvals.Links;
using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Notifications;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Calls;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Driving;
using TenantTokens.Rotations.Gates;
using TenantTokens.Rotations.InForce;
using TenantTokens.Rotations.Planning;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Proving;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Reporting;
using TenantTokens.Rotations.RollingBack;
using TenantTokens.Rotations.Sending;
using TenantTokens.Rotations.Watching;
using TenantTokens.Rotations.Waves;
using TenantTokens.Surfaces;

namespace TenantTokens.Registration;

/// <summary>Registers what a rotation needs. The host adds logging, an engine and an <see cref="ILedgerStore"/>.</summary>
public static class RotationServices
{
    /// <summary>Adds the ledger, the gates, the planner, the notifications and the clients of Azure and Dynatrace.</summary>
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
            .AddSingleton<HistoryPurge>();

    private static IServiceCollection AddLedger(this IServiceCollection services)
        => services
            .AddSingleton<RotationLedger>()
            .AddSingleton<TargetLedger>()
            .AddSingleton<PlanLedger>()
            .AddSingleton<PlanHistory>()
            .AddSingleton<ActiveGateRoster>()
            .AddSingleton<AgentRoster>()
            .AddSingleton<RetirementLedger>()
            .AddSingleton<FleetMemory>()
            .AddSingleton<UnclaimedCount>()
            .AddSingleton<FleetReconciliation>()
            .AddSingleton<StaleProofMarks>()
            .AddSingleton<OperatorCommandLedger>()
            .AddSingleton<OperatorHold>()
            .AddSingleton<CopyLedger>()
            .AddSingleton<AuditTrail>()
            .AddSingleton<PoolLeases>()
            .AddSingleton<GateLedger>()
            .AddSingleton<GateVoting>()
            .AddSingleton<GateDecision>()
            .AddSingleton<WatchLedger>()
            .AddSingleton<NotificationLedger>();

    /// <summary>Adds the services that activities share.</summary>
    private static IServiceCollection AddSteps(this IServiceCollection services)
        => services
            .AddSingleton<PhaseMover>()
            .AddSingleton<TokenInForceReader>()
            .AddSingleton<WatchObserver>()
            .AddSingleton<WavePlanner>()
            .AddSingleton<WaveWriter>()
            .AddSingleton<CanaryWaves>()
            .AddSingleton<RestoreDirection>()
            .AddSingleton<TokenSides>()
            .AddSingleton<RunCommandFactory>()
            .AddSingleton<GateQuestions>()
            .AddSingleton<ClockCheck>()
            .AddSingleton<PoolTurn>()
            .AddSingleton<SendOnce>()
            .AddSingleton<FleetReader>()
            .AddSingleton<ApprovedExceptions>()
            .AddSingleton<CallOnce>()
            .AddSingleton<ForeignRotation>();
}
