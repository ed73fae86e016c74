using TenantTokens.Approvals;
using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Gates;
using TenantTokens.Rotations.Waves;
using TenantTokens.Testing.Ledger;

namespace TenantTokens.Simulation.Bugs;

/// <summary>
/// Expired is no failure wherever failures are counted: not for the budget of a wave that begins or has run, not at the gate that asks
/// whether to continue, and not among the failures that stop a wave while it runs. Left out of some of them only, the wave would stop and
/// begin again without end.
/// </summary>
internal sealed class ExpiredIsNoFailure()
    : PlantedBug("expired-is-no-failure", "over-budget", "Expired does not use up the failure budget")
{
    private const string Targets = "targets:";
    private const string ExpiredState = "\"state\":\"Expired\"";
    private const string CountedFailure = "failed|";

    public override void Plant(DurableTaskRegistry registry)
    {
        registry.Mark(BeginWave.Name);
        registry.Mark(AssessWave.Name);
        registry.Mark(OpenGate.Name, static gate => gate.Kind is GateKind.Continue);
    }

    public override ILedgerStore Plant(ILedgerStore ledger)
    {
        HashSet<string> expired = new(StringComparer.Ordinal);
        return new ChangedLedger(ledger)
        {
            Read = static (partition, row) => Steps.IsIn(BeginWave.Name) || Steps.IsIn(AssessWave.Name) || Steps.IsIn(OpenGate.Name)
                ? ChangedLedger.Targets(
                    static target => target.State is TargetState.Expired ? target with { State = TargetState.Unreachable } : target)(
                    partition,
                    row)
                : row,
            Commit = (partition, writes) =>
            {
                Note(expired, partition, writes);
                return writes.Any(write => IsCountedFailure(expired, write)) ? [] : writes;
            },
        };
    }

    private static void Note(HashSet<string> expired, string partition, IReadOnlyList<LedgerWrite> writes)
    {
        foreach (LedgerWrite write in writes.Where(_ => partition.StartsWith(Targets, StringComparison.Ordinal)))
        {
            if (LedgerWrites.JsonOf(write)?.Contains(ExpiredState, StringComparison.Ordinal) is true)
            {
                expired.Add(write.Key);
            }
            else
            {
                expired.Remove(write.Key);
            }
        }
    }

    /// <summary>failed|wave|round|target</summary>
    private static bool IsCountedFailure(HashSet<string> expired, LedgerWrite write)
        => write.Key.StartsWith(CountedFailure, StringComparison.Ordinal)
            && expired.Contains(write.Key[(write.Key.LastIndexOf('|') + 1)..]);
}
