using TenantTokens.Approvals;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Machines;
using TenantTokens.Notifications;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Watching;
using TenantTokens.Testing.Builders;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests.Hostile;

/// <summary>A rotation whose every row says what one kind of attacker would write.</summary>
internal sealed class HostileLedger(WebApp app, HostileKind kind)
{
    private readonly HashSet<string> _filled = new(StringComparer.Ordinal);

    /// <summary>The fields that were written.</summary>
    public IReadOnlySet<string> Filled => _filled;

    /// <summary>The rotation.</summary>
    public string RotationId { get; private set; } = "";

    /// <summary>Its open gate, of which alice is an approver.</summary>
    public GateRecord Gate { get; private set; } = null!;

    /// <summary>What planning found.</summary>
    public IReadOnlyList<PlanFinding> Findings { get; private set; } = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Writes everything.</summary>
    public async Task WriteAsync()
    {
        RotationRecord opened = (await app.Get<RotationLedger>().OpenAsync(new("sim00001", "rachel"), Stop)).Rotation;
        RotationId = opened.RotationId;
        await app.Get<RotationLedger>().UpdateAsync(RotationId, current => Fill(current with
        {
            Phase = RotationPhase.Parked,
            ParkedFrom = RotationPhase.RotatingOneAgents,
            ParkReason = new ParkReason(ParkCodes.AgentsLost, "", Some.Now),
            PlanHash = Some.PlanHash,
            Generation = 1,
            StartTookEffect = true,
        }), Stop);
        await app.Get<TargetLedger>().PutAsync(RotationId, Targets().Select(Fill), Stop);
        await app.Get<PlanLedger>().PutAsync(
            RotationId,
            Fill(new PlanRecord(Some.PlanHash, Some.Now, [], [])
            {
                Estimate = new(TimeSpan.FromHours(1), TimeSpan.Zero, TimeSpan.Zero, ""),
            }),
            Stop);
        Findings = [Fill(new PlanFinding(PlanSeverity.Warning, "operator-not-held", "", ""))];
        await app.Get<PlanLedger>().PutFindingsAsync(RotationId, "build", Findings, Stop);
        await app.Get<PlanLedger>()
            .PutUnclaimedAsync(RotationId, [Fill(new UnclaimedMachine("vm-1", "", "/subscriptions/x", IsClear: false, ""))], Stop);
        await app.Get<WatchLedger>()
            .PutStateAsync(RotationId, Fill(new WatchState { AfterFinish = new(Some.Now, 1, [], 0.5, RejectedRose: true) }), Stop);
        await AskAsync();
        await app.Get<NotificationLedger>().RecordAsync(
            new Notification { Kind = NotificationKind.Held, RotationId = RotationId, EnvironmentId = "sim00001", Title = "", Text = "" },
            "Mail", NotificationResult.Failed(Text("ChannelState.Problem")), Stop);
        await app.Get<AuditTrail>().AddAsync(RotationId, Fill(new AuditEvent(default, "command", "", "")), Stop);
        await app.Get<AuditTrail>()
            .AddAsync(TenantTokens.Web.Guards.RefusalAudit.Elsewhere, Fill(new AuditEvent(default, "signed-in", "", "")), Stop);
        await UpsertAsync(
            LedgerPartitions.Retirements("sim00001"), "oa-1", Fill(new Retirement(Component.OneAgent, "", "", "", "", Some.Now)));
        await UpsertAsync(
            LedgerPartitions.Rotation(RotationId), "command|000001",
            Fill(new OperatorCommand(1, OperatorCommandKind.Pause, "", "", Some.Now)));
    }

    private T Fill<T>(T row)
        where T : class
        => WrittenFields.Fill(row, kind, _filled);

    private string Text(string field)
    {
        _filled.Add(field);
        return kind.Write(WrittenFields.MarkOf(field));
    }

    private async Task AskAsync()
    {
        Gate = Fill(new GateRecord
        {
            GateId = "continue-1",
            Kind = GateKind.Continue,
            PlanHash = Some.PlanHash,
            RequestedBy = "",
            Approvers = ["alice", "bob"],
            Quorum = 1,
            Choices = [GateChoice.Retry, GateChoice.Skip, GateChoice.Hold, GateChoice.RollBack],
            OpenedAt = Some.Now,
            ExceptionCount = 1,
            FailedMessages = 1,
        });
        await app.Get<GateLedger>().OpenAsync(RotationId, Gate, [Fill(new ExceptionItem("", "", ""))], Stop);
        Vote vote = Fill(new Vote("", GateChoice.Hold, "", Some.PlanHash, "", Some.Now));
        await UpsertAsync(LedgerPartitions.Rotation(RotationId), $"vote|{Gate.GateId}|1", vote);
    }

    private Task UpsertAsync<T>(string partition, string key, T row)
        => app.Get<ILedgerStore>().UpsertAllAsync(partition, [new LedgerWrite.Upsert(key, LedgerStoreExtensions.ToJson(row))], Stop);

    private static IEnumerable<TargetRecord> Targets()
    {
        SendRecord sent = new("ttr-0", TargetAction.Apply, 1, 1, Some.Now, Settled: true, DeletePending: true);
        yield return Some.Touched("web-03", TargetState.Failed) with
        {
            Machine = Some.Machine("web-03") with { Obstacle = new("no-run-command", "") },
            Probe = new(Some.Now, 0, null, "", "") { Beside = [new(Component.ActiveGate, IsKnownToServe: true, "ok")] },
            Stale = new(3, []),
            Send = sent,
            Seen = new("", "", IsOnline: false, null, Some.Now),
        };
        yield return Some.Touched("web-04", TargetState.Rotated) with { Stale = new(1, []) };
    }
}
