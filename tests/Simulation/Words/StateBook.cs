using TenantTokens.Approvals;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Words;
using TenantTokens.Simulation.Checks;
using TenantTokens.Simulation.Product;

namespace TenantTokens.Simulation.Words;

/// <summary>The first rotation in each state that differs in what is said of it.</summary>
internal sealed class StateBook
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public List<ReachedState> States { get; } = [];

    /// <summary>
    /// Notes where a rotation stands after a commit, if no other stood there before. Only a ledger in memory can be copied at once.
    /// </summary>
    public void Note(int seed, Sight sight, Installation installation, DateTimeOffset now)
    {
        if (sight.Rotation is not { } rotation
            || installation.Ledger is not MemoryLedger ledger
            || !_known.Add(KeyOf(rotation, sight, now)))
        {
            return;
        }

        (string? old, string? fresh) = (sight.TokenOf(rotation.OldToken), sight.TokenOf(rotation.NewToken));
        TokenTruth truth = new(
            rotation.OldToken is null || sight.Tokens.Accepts(old),
            sight.Tokens.Accepts(fresh),
            sight.Tokens.OpenBy is not null,
            sight.Tokens.IsAlone(sight.Copy));
        States.Add(new ReachedState(seed, now, rotation.RotationId, installation.Options, ledger.Copy(), truth));
    }

    private static string KeyOf(RotationRecord rotation, Sight sight, DateTimeOffset now)
    {
        GateRecord? gate = sight.Gates.Values.LastOrDefault(static gate => gate.Outcome is null);
        GateOutcome? outcome = gate is null
            ? null
            : gate.StandsAt(GateTally.Evaluate(gate, sight.Votes.GetValueOrDefault(gate.GateId)?.Values ?? (IEnumerable<Vote>)[]), now);
        return $"{rotation.Phase}|{rotation.ParkReason?.Code}|{rotation.ParkedFrom}|{rotation.Paused}|{rotation.StartTookEffect}|"
            + $"{rotation.EndedBySomebodyElse}|{TokenWords.From(rotation)}|{gate?.Kind}|{gate?.ExceptionCount > 0}|{outcome}|"
            + $"{sight.Tokens.IsAlone(sight.Copy)}";
    }
}
