using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Calls;
using TenantTokens.Rotations.Gates;

namespace TenantTokens.Rotations.Finishing;

/// <summary>
/// Calls finish, which makes the old token invalid and cannot be undone. Refuses unless start took effect for us, the token in force is
/// this rotation's, and the approval covers everything that is not proved (docs/invariants.md#i1, #i3). Once finish has taken effect, it
/// only checks whether the new token is still in force.
/// </summary>
public sealed class FinishRotation(
    RotationLedger rotations,
    ApprovedExceptions approved,
    CallOnce calls,
    PolicyOptions policy,
    AuditTrail audit,
    TimeProvider time)
    : IActivity<CallInput, CallOutcome>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<CallInput, CallOutcome> Name { get; } = new("FinishRotation");

    private CallPolicy Policy => new(
        TenantTokenCall.Finish,
        static rotation => rotation.Finish,
        static (rotation, attempt) => rotation with { Finish = attempt },
        static (dynatrace, cancellationToken) => dynatrace.FinishAsync(cancellationToken),
        approved.WhyNotFinishAsync);

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">Start has not taken effect for this rotation.</exception>
    public async Task<CallOutcome> RunAsync(CallInput input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        if (rotation.Finish is { TookEffect: true })
        {
            CallResult seen = await calls.LookAgainAsync(rotation, Policy, cancellationToken);
            return seen.Judgement.Verdict is CallVerdict.Done ? new(IsDone: true) : seen.ToOutcome(rotation, input);
        }

        if (rotation is not { StartTookEffect: true, NewToken: not null })
        {
            throw new InvalidOperationException("Finish is called only for a rotation that this program started or took over.");
        }

        CallResult result = await calls.RunAsync(rotation, Policy, cancellationToken);
        if (result.Judgement.Verdict is not (CallVerdict.Done or CallVerdict.DoneBySomebodyElse))
        {
            return result.ToOutcome(rotation, input);
        }

        bool isOurs = result.Judgement.Verdict is CallVerdict.Done;
        await rotations.UpdateAsync(
            input.RotationId,
            current => current with { SweepUntil = time.GetUtcNow() + policy.Stragglers.Sweep, EndedBySomebodyElse = !isOurs },
            cancellationToken);
        await audit.AddAsync(
            input.RotationId,
            "finished",
            AuditEvent.Product,
            isOurs ? "The new token is in force, the old one is dead." : result.Message,
            cancellationToken);
        return new(IsDone: true);
    }
}
