using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Testing.Watches;

namespace TenantTokens.Shared.Tests.Rotations;

/// <summary>Runs activities on a rotation in memory.</summary>
public abstract class ActivityTest : IDisposable
{
    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected WatchWorld World { get; } = new();

    private protected GateLedger Gates => new(World.Store, World.Time, Audit);

    private protected GateVoting Voting => new(World.Store, Gates, Audit);

    private protected OperatorCommandLedger Commands => new(World.Store, World.Rotations, World.Targets, Audit, World.Time);

    private AuditTrail Audit => (AuditTrail)World.Services.GetService(typeof(AuditTrail))!;

    public void Dispose()
    {
        World.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<OperatorAnswer> GiveAsync(OperatorCommandKind kind)
        => Commands.GiveAsync(WatchWorld.RotationId, new(kind, "olga", "because"), Stop);

    /// <summary>A rotation with these targets.</summary>
    private protected async Task BeginAsync(params TargetRecord[] targets)
    {
        await World.RotationAsync();
        await World.TargetsAsync(targets);
    }

    private protected async Task<TargetState[]> StatesAsync(params string[] ids)
    {
        List<TargetState> states = [];
        foreach (string id in ids)
        {
            states.Add((await World.TargetAsync(id)).State);
        }

        return [.. states];
    }
}
