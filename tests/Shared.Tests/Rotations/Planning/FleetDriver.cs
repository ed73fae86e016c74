using System.Text.Json;
using Moq;
using TenantTokens.Configuration.Options;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Planning;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Proving;
using TenantTokens.Rotations.Sending;
using TenantTokens.Shared.Tests.RunCommand;
using TenantTokens.Testing;
using TenantTokens.Testing.Builders;
using TenantTokens.Tokens;

namespace TenantTokens.Shared.Tests.Rotations.Planning;

/// <summary>
/// Discovers, plans and reconciles a fleet that a test describes: Azure over scripted HTTP, Dynatrace's lists as given, the ledger in
/// memory.
/// </summary>
internal sealed class FleetDriver : IDisposable
{
    private const string Post = "POST /providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01";
    private readonly MemoryLedgerStore _store = new();
    private readonly RunCommandDriver _azure = new();
    private readonly DynatraceEnvironments _dynatrace;
    private FleetReading _fleet = Some.Fleet();

    public FleetDriver(FleetOptions? fleet = null, PolicyOptions? policy = null)
    {
        Options = fleet ?? new() { Subscriptions = [Some.Subscription] };
        Policy = policy ?? new();
        Mock<IInventoryClient> inventory = new(MockBehavior.Strict);
        inventory.Setup(static client => client.ListActiveGatesAsync(It.IsAny<CancellationToken>())).ReturnsAsync(() => _fleet.Gates);
        inventory.Setup(static client => client.GetActiveGateAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((string id, CancellationToken _) => _fleet.Gates.FirstOrDefault(gate => gate.Id == id));
        inventory.Setup(static client => client.ListOneAgentsAsync(It.IsAny<CancellationToken>()))
            .Returns(() => _fleet.Agents.ToAsyncEnumerable());
        Mock<IConnectionInfoClient> connection = new(MockBehavior.Strict);
        connection.Setup(static client => client.GetAgentTokenAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync(TenantToken.Parse(RunCommandDriver.Token));
        _dynatrace = new DynatraceEnvironments([new(
            "sim00001",
            Mock.Of<ITenantTokenClient>(),
            connection.Object,
            inventory.Object,
            Mock.Of<IMetricsClient>(MockBehavior.Strict))]);
        Rotations = new(_store, _azure.Time);
        Targets = new(_store);
        Plans = new(_store);
        History = new(_store);
        Roster = new(_store);
        Audit = new(_store, _azure.Time);
        Agents = new(_store);
        Retirements = new(_store, Agents, Roster, History, Rotations, Targets, Audit, _azure.Time);
    }

    public FleetOptions Options { get; set; }

    public PolicyOptions Policy { get; set; }

    public RotationLedger Rotations { get; }

    public TargetLedger Targets { get; }

    public PlanLedger Plans { get; }

    public PlanHistory History { get; }

    public ActiveGateRoster Roster { get; }

    public AgentRoster Agents { get; }

    public RetirementLedger Retirements { get; }

    public AuditTrail Audit { get; }

    private FleetMemory Memory => new(Roster, Agents, Retirements, Options, _azure.Time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _dynatrace.Dispose();

    /// <summary>What Azure and Dynatrace say from now on.</summary>
    public FleetDriver Is(FleetReading fleet)
    {
        _fleet = fleet;
        return this;
    }

    /// <summary>
    /// Plans, with every reachable machine probed as told: by default it carries the token in force and its agent's own id.
    /// </summary>
    public async Task<RotationRecord> PlanAsync(RotationRequest? request = null, Func<TargetRecord, TargetRecord>? probe = null)
    {
        RotationRecord rotation = await Rotations.DraftAsync(request ?? new("sim00001", "rachel"), Stop);
        return await PlanAsync(rotation, probe);
    }

    public async Task<RotationRecord> PlanAsync(RotationRecord rotation, Func<TargetRecord, TargetRecord>? probe = null)
    {
        ReadFleet();
        WaveWriter writer = new(Rotations, Plans, new WavePlanner(Policy));
        FleetReader reader = Reader();
        await new DiscoverFleet(Rotations, Targets, Plans, writer, reader, Memory, Options, Audit, _azure.Time)
            .RunAsync(rotation.RotationId, Stop);
        foreach (TargetRecord target in (await Targets.ListAsync(rotation.RotationId, Stop))
            .Where(static target => target.State is TargetState.Pending))
        {
            await Targets.PutAsync(rotation.RotationId, [(probe ?? (static probed => probed))(Probed(rotation, target))], Stop);
        }

        await new BuildPlan(
            Rotations,
            Targets,
            Plans,
            History,
            Memory,
            writer,
            new WavePlanner(Policy),
            _dynatrace,
            Policy,
            new(),
            Audit,
            _azure.Time)
            .RunAsync(rotation.RotationId, Stop);
        return await Rotations.GetAsync(rotation.RotationId, Stop);
    }

    public async Task<ReconcileFleet.Result> ReconcileAsync(RotationRecord rotation)
    {
        ReadFleet();
        return await new ReconcileFleet(
            Rotations,
            Targets,
            Reader(),
            Roster,
            new UnclaimedCount(Targets, Plans, Options, Audit),
            Options,
            Audit,
            _azure.Time)
            .RunAsync(rotation.RotationId, Stop);
    }

    public async Task<VerifyFleet.Result> VerifyAsync(RotationRecord rotation)
        => await new VerifyFleet(Rotations, Targets, _dynatrace, Audit, _azure.Time)
            .RunAsync(new(rotation.RotationId, IsLastLook: false), Stop);

    /// <summary>Looks whether an ActiveGate is online.</summary>
    public async Task<CheckActiveGateOnline.Result> CheckGateAsync(RotationRecord rotation, string name)
    {
        TargetRecord target = (await Targets.ListAsync(rotation.RotationId, Stop)).Single(target => target.Name == name);
        PoolTurn turn = new(new PoolLeases(_store, _azure.Time), Policy, _azure.Time);
        return await new CheckActiveGateOnline(Rotations, Targets, Plans, turn, _dynatrace, _azure.Time)
            .RunAsync(new(rotation.RotationId, target.TargetId, IsLastLook: false), Stop);
    }

    public async Task<IReadOnlyList<PlanFinding>> FindingsAsync(RotationRecord rotation, PlanSeverity severity)
        => [.. (await Plans.ListFindingsAsync(rotation.RotationId, null, Stop)).Where(finding => finding.Severity == severity)];

    public async Task<IReadOnlyList<string>> StatesAsync(RotationRecord rotation)
        => [.. (await Targets.ListAsync(rotation.RotationId, Stop)).Select(static target => $"{target.Name} {target.State}")];

    public async Task<int> AuditedAsync(RotationRecord rotation, string code)
        => await Audit.ListAsync(rotation.RotationId, Stop).CountAsync(entry => entry.Code == code, Stop);

    private static TargetRecord Probed(RotationRecord rotation, TargetRecord target) => target with
    {
        Probe = new(
            Some.Now,
            0,
            TenantToken.Parse(RunCommandDriver.Token).Fingerprint(rotation.RotationId),
            "1.2",
            target.AgentId?.StartsWith("HOST-", StringComparison.Ordinal) is true ? target.AgentId[5..] : null),
        State = target.IsUnclaimed ? TargetState.Failed : target.State,
        Code = target.IsUnclaimed ? "not-installed" : target.Code,
    };

    private FleetReader Reader()
        => new(new MachineInventory(_azure.Arm, _azure.Time), new DeletedMachines(_azure.Arm, Options), _dynatrace, Options);

    private void ReadFleet()
    {
        object[] machines = [.. _fleet.Machines.Select(static machine => new
        {
            id = machine.ResourceId,
            name = machine.Name,
            kind = machine.Kind is MachineKind.Arc ? "arc" : "vm",
            location = machine.Location,
            osType = "linux",
            state = machine.State,
            computerName = machine.ComputerName,
            vmId = machine.VmId ?? "",
            uuid = machine.Uuid ?? "",
        })];
        object[] instances =
        [
            .. _fleet.Instances.Select(
                static instance => new { id = instance.ResourceId, name = "i", kind = "vmss", computerName = instance.ComputerName }),
        ];
        _azure.Http.Expect(Post, 200, JsonSerializer.Serialize(new { data = machines }))
            .Expect(Post, 200, JsonSerializer.Serialize(new { data = instances }));
        foreach (string group in _fleet.Deleted.Select(static id => id[..id.LastIndexOf('/')]).Distinct())
        {
            _azure.Http.Expect($"GET {group}?api-version=2025-04-01", 200, """{"value":[]}""");
        }
    }
}
