using Microsoft.Extensions.Time.Testing;
using Moq;
using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Driving;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Ledger;

namespace TenantTokens.Shared.Tests.Rotations.Driving;

/// <summary>A waker over the ledger in memory and an engine that answers as a test wants.</summary>
public abstract class RotationWakerTest
{
    private protected const string Environment = "sim00001";
    private protected const string Instance = "rotation-sim00001";

    private protected readonly FakeTimeProvider _time = new(Some.Now);
    private protected readonly MemoryLedgerStore _store = new();
    private protected readonly Mock<IDurableClient> _client = new();
    private protected readonly RotationLedger _rotations;
    private protected readonly RotationWaker _waker;

    private protected RotationWakerTest()
    {
        _rotations = new RotationLedger(_store, _time);
        _waker = WakerOf(Some.Options());
        _client.Setup(static client => client.ScheduleNewOrchestrationInstanceAsync(
            It.IsAny<OrchestratorName<RotationInput, RotationOrchestrator.Result>>(),
            It.IsAny<RotationInput>(),
            It.IsAny<string>(),
            It.IsAny<CancellationToken>()))
            .ReturnsAsync(Instance);
    }

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected RotationWaker WakerOf(RotationOptions options)
    {
        AuditTrail audit = new(_store, _time);
        return new(options, _rotations, new GateLedger(_store, _time, audit), new PhaseMover(_rotations, audit, _time), _time);
    }

    private protected async Task<RotationRecord> OpenAsync(Func<RotationRecord, RotationRecord>? change = null)
    {
        RotationRecord rotation = (await _rotations.OpenAsync(new RotationRequest(Environment, "rachel"), Stop)).Rotation;
        return change is null ? rotation : await _rotations.UpdateAsync(rotation.RotationId, change, Stop);
    }

    private protected void Running(string status, DateTimeOffset? created = null)
        => _client.Setup(static client => client.GetInstanceAsync(Instance, It.IsAny<CancellationToken>()))
            .ReturnsAsync(InState(OrchestrationRuntimeStatus.Running) with
            {
                CreatedAt = created ?? Some.Now,
                CustomStatusJson = System.Text.Json.JsonSerializer.Serialize(status),
            });

    private protected static OrchestrationMetadata InState(OrchestrationRuntimeStatus status)
        => new(Instance, "Rotation", status, Some.Now, Some.Now);

    private protected void VerifyStarted(Times times) => _client.Verify(
        static client => client.ScheduleNewOrchestrationInstanceAsync(
            RotationOrchestrator.Name,
            It.IsAny<RotationInput>(),
            Instance,
            It.IsAny<CancellationToken>()),
        times);

    private protected void VerifyTold(Times times)
        => _client.Verify(
            static client => client.RaiseEventAsync(
                Instance,
                OperatorCommand.EventName,
                It.IsAny<object?>(),
                It.IsAny<CancellationToken>()),
            times);

    private protected void VerifyEnded(Times times)
        => _client.Verify(
            static client => client.TerminateInstanceAsync(Instance, It.IsAny<string>(), It.IsAny<CancellationToken>()),
            times);
}
