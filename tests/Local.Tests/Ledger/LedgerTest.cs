using Microsoft.Extensions.Time.Testing;
using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Local.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Gates;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Local.Tests.Ledger;

/// <summary>The ledgers of a rotation on a real SQLite file.</summary>
public abstract class LedgerTest : IAsyncDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    protected LedgerTest()
    {
        Store = new SqliteLedgerStore(_temporary.File("ledger.db"));
        Audit = new(Store, Time);
        Rotations = new(Store, Time);
        Targets = new(Store);
        Plans = new(Store);
        Commands = new(Store, Rotations, Targets, Audit, Time);
        Gates = new(Store, Time, Audit);
        Voting = new(Store, Gates, Audit);
        Decision = new(Store, Gates, Time);
        Questions = new(Targets, Plans, Approvals, Policy, Time);
        Phases = new(Rotations, Audit, Time);
        Move = new(Phases);
    }

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected FakeTimeProvider Time { get; } = new(Some.Now);

    private protected SqliteLedgerStore Store { get; }

    private protected AuditTrail Audit { get; }

    private protected RotationLedger Rotations { get; }

    private protected TargetLedger Targets { get; }

    private protected PlanLedger Plans { get; }

    private protected OperatorCommandLedger Commands { get; }

    private protected GateQuestions Questions { get; }

    private protected ApprovalOptions Approvals { get; } = new() { Finish = new() { Approvers = ["alice", "bob", "carol"] } };

    private protected PolicyOptions Policy { get; } = new() { Emergency = new() { FinishWithoutApproval = true } };

    private protected GateLedger Gates { get; }

    private protected GateVoting Voting { get; }

    private protected GateDecision Decision { get; }

    private protected PhaseMover Phases { get; }

    private protected MovePhase Move { get; }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _temporary.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A rotation that rachel asked for, planned and in the given phase.</summary>
    private protected async Task<RotationRecord> OpenAsync(RotationPhase phase = RotationPhase.Planning)
    {
        RotationRecord rotation = (await Rotations.OpenAsync(new("sim00001", "rachel"), Stop)).Rotation;
        return await SetAsync(
            rotation.RotationId,
            current => current with
            {
                Phase = phase,
                PlanHash = Some.PlanHash,
                Generation = 1,
                StartTookEffect = phase > RotationPhase.Starting,
            });
    }

    private protected Task<RotationRecord> SetAsync(string rotationId, Func<RotationRecord, RotationRecord> change)
        => Rotations.UpdateAsync(rotationId, change, Stop);

    private protected async Task<int> GiveAsync(RotationRecord rotation, OperatorCommandKind kind, string? target = null)
    {
        OperatorAnswer answer = await Commands.GiveAsync(rotation.RotationId, new(kind, "olga", "because", target), Stop);
        Assert.True(answer.Accepted, answer.Message);
        return (await Rotations.GetAsync(rotation.RotationId, Stop)).Commands;
    }

    private protected async Task<OperatorCommandKind?> NextAsync(RotationRecord rotation)
        => (await Commands.NextAsync(await Rotations.GetAsync(rotation.RotationId, Stop), Stop))?.Kind;

    private protected async Task<string?> OpenGateAsync(RotationRecord rotation, GateKind kind = GateKind.Finish, int? wave = null)
        => (await new OpenGate(Rotations, Gates, Questions, Approvals, Time).RunAsync(new(rotation.RotationId, kind, wave), Stop)).GateId;

    private protected Task<VoteAnswer> VoteAsync(RotationRecord rotation, string gateId, string by, GateChoice choice = GateChoice.Approve)
        => Voting.VoteAsync(rotation.RotationId, gateId, Some.Vote(by, choice), Stop);

    private protected Task<GateOutcome> SettleAsync(RotationRecord rotation, string gateId)
        => new CloseGateIfDecided(Decision, Commands).RunAsync(new(rotation.RotationId, gateId), Stop);

    private protected async Task<int> AuditedAsync(RotationRecord rotation, string code)
        => await Audit.ListAsync(rotation.RotationId, Stop).CountAsync(entry => entry.Code == code, Stop);
}
