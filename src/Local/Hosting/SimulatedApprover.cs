using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Exceptions;

namespace TenantTokens.Local.Hosting;

/// <summary>
/// The second person of a simulated world. It votes once at each gate: to go on (approve, or skip at a continue gate) when the
/// configuration accepts all exceptions by name, otherwise to hold. Before that it lets failed targets be tried once more, and gives a
/// finish gate time for a round of stragglers. The configuration allows it only when every endpoint is on this machine.
/// </summary>
/// <param name="options">Its name and what it accepts.</param>
/// <param name="patience">How long it leaves a finish gate open for targets that are being tried again.</param>
/// <param name="gates">Reads the gates.</param>
/// <param name="voting">Casts its votes.</param>
/// <param name="targets">Reads the present targets: the exceptions of an open gate shrink while stragglers come in.</param>
/// <param name="time">The clock.</param>
internal sealed class SimulatedApprover(
    SimulatedApproverOptions options,
    TimeSpan patience,
    GateLedger gates,
    GateVoting voting,
    TargetLedger targets,
    TimeProvider time)
{
    private const string FirstContinueGate = "continue-1";

    private readonly HashSet<string> _decided = new(StringComparer.Ordinal);

    /// <summary>Votes at a gate, unless it already has.</summary>
    public async Task LookAsync(string rotationId, GateRecord gate, CancellationToken cancellationToken)
    {
        if (_decided.Contains($"{rotationId}/{gate.GateId}") || await IsWorthWaitingAsync(rotationId, gate, cancellationToken))
        {
            return;
        }

        _decided.Add($"{rotationId}/{gate.GateId}");

        await foreach (Vote vote in gates.ListVotesAsync(rotationId, gate.GateId, cancellationToken))
        {
            if (vote.By == options.Name)
            {
                return;
            }
        }

        IReadOnlyList<string> unknown = gate.Kind is GateKind.Finish
            ? [.. Unknown(AcceptedExceptions.ToAccept(await targets.ListAsync(rotationId, cancellationToken)))]
            : [.. Unknown(await gates.ListExceptionsAsync(rotationId, gate.GateId, cancellationToken).ToListAsync(cancellationToken))];

        (GateChoice choice, string comment) = (gate.Kind, unknown.Count) switch
        {
            (GateKind.Continue, 0) => (GateChoice.Skip, "Every exception is accepted by name"),
            (GateKind.Continue, _) when gate.GateId == FirstContinueGate => (GateChoice.Retry, $"Once more: {string.Join(", ", unknown)}"),
            (_, 0) => (GateChoice.Approve, "Every exception is accepted by name"),
            _ => (GateChoice.Hold, $"Not accepted: {string.Join(", ", unknown)}"),
        };
        await voting.VoteAsync(
            rotationId,
            gate.GateId,
            new Vote(options.Name, choice, comment, gate.PlanHash, "simulated", time.GetUtcNow()),
            cancellationToken);
    }

    private IEnumerable<string> Unknown(IEnumerable<ExceptionItem> rest)
        => rest.Select(static item => item.Name).Where(name => !options.Accepts.Contains(name, StringComparer.Ordinal));

    private async Task<bool> IsWorthWaitingAsync(string rotationId, GateRecord gate, CancellationToken cancellationToken)
        => gate.Kind is GateKind.Finish
            && time.GetUtcNow() < gate.OpenedAt + patience
            && (await targets.ListAsync(rotationId, cancellationToken))
                .Any(target => !target.IsOnNewToken
                    && (target.CanBeRetried || target.State is TargetState.Pending)
                    && !options.Accepts.Contains(target.Name, StringComparer.Ordinal));
}
