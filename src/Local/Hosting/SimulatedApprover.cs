using TenantTokens.Approvals;
using TenantTokens.Configuration;

namespace TenantTokens.Local.Hosting;

/// <summary>
/// The second persona of a simulated world: votes once at each gate, for what the configuration accepts by name, and holds when anything else is
/// in the named rest. The configuration refuses it unless every endpoint is on this machine.
/// </summary>
internal sealed class SimulatedApprover(SimulatedApproverOptions options, GateLedger gates, TimeProvider time)
{
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

        GateChoice choice = unknown.Count == 0 ? GateChoice.Approve : GateChoice.Hold;
        string comment = unknown.Count == 0 ? "Everything in the named rest is accepted by name" : $"Not accepted: {string.Join(", ", unknown)}";
        await gates.VoteAsync(rotationId, gate.GateId, new Vote(options.Name, choice, comment, gate.PlanHash, "simulated", time.GetUtcNow()), cancellationToken);
    }
}
