using TenantTokens.Approvals;
using TenantTokens.Configuration;

namespace TenantTokens.Local.Hosting;

/// <summary>
/// The second persona of a simulated world: votes once at each gate, for what the configuration accepts by name, and holds when anything else is
/// in the named rest; what failed is tried once more first. The configuration refuses it unless every endpoint is on this machine.
/// </summary>
internal sealed class SimulatedApprover(SimulatedApproverOptions options, GateLedger gates, TimeProvider time)
{
    private const string FirstContinueGate = "continue-1";

    private readonly HashSet<string> _decided = new(StringComparer.Ordinal);

    /// <summary>Votes at a gate, unless it has.</summary>
    public async Task LookAsync(string rotationId, GateRecord gate, CancellationToken cancellationToken)
    {
        if (!_decided.Add($"{rotationId}/{gate.GateId}"))
        {
            return;
        }

        await foreach (Vote vote in gates.ListVotesAsync(rotationId, gate.GateId, cancellationToken))
        {
            if (vote.By == options.Name)
            {
                return;
            }
        }

        List<string> unknown = [];
        await foreach (RestItem item in gates.ListRestAsync(rotationId, gate.GateId, cancellationToken))
        {
            if (!options.Accepts.Contains(item.Name, StringComparer.Ordinal))
            {
                unknown.Add(item.Name);
            }
        }

        (GateChoice choice, string comment) = (gate.Kind, unknown.Count) switch
        {
            (GateKind.Continue, 0) => (GateChoice.Skip, "Everything in the named rest is accepted by name"),
            (GateKind.Continue, _) when gate.GateId == FirstContinueGate => (GateChoice.Retry, $"Once more: {string.Join(", ", unknown)}"),
            (_, 0) => (GateChoice.Approve, "Everything in the named rest is accepted by name"),
            _ => (GateChoice.Hold, $"Not accepted: {string.Join(", ", unknown)}"),
        };
        await gates.VoteAsync(rotationId, gate.GateId, new Vote(options.Name, choice, comment, gate.PlanHash, "simulated", time.GetUtcNow()), cancellationToken);
    }
}
