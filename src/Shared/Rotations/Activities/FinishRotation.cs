using TenantTokens.Configuration;
using TenantTokens.Durable;
using TenantTokens.Dynatrace;
using TenantTokens.Ledger;
using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Activities;

/// <summary>Calls finish: the old token dies, there is no undo. Refuses unless the rotation is ours and the approval covers everything that is not proved (I1, I3).</summary>
public sealed class FinishRotation(RotationLedger rotations, ApprovedRest approved, DynatraceEnvironments environments, PolicyOptions policy, AuditTrail audit, TimeProvider time) : IActivity<string, CallOutcome>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, CallOutcome> Name { get; } = new(nameof(FinishRotation));

    /// <inheritdoc />
    /// <exception cref="TimeoutException">The call was not answered: repeat, it can do no harm.</exception>
    public async Task<CallOutcome> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        if (rotation.Finish is { Answered: true, Refused: false })
        {
            return new(IsDone: true);
        }

        if (rotation is not { Owned: true, NewToken: { } fresh })
        {
            throw new InvalidOperationException("Finish is called only for a rotation that is ours.");
        }

        if (rotation.Finish is null && await approved.WhyNotFinishAsync(input, cancellationToken) is { } reason)
        {
            return new(false, HoldCodes.RestGrew, reason);
        }

        rotation = await rotations.UpdateAsync(input, current => current with { Finish = CallAttempt.After(current.Finish, time.GetUtcNow()) }, cancellationToken);
        await audit.AddAsync(input, "finish-sent", AuditEvent.Product, $"Attempt {rotation.Finish!.Number}.", cancellationToken);
        DynatraceEnvironment dynatrace = environments.For(rotation.EnvironmentId);
        TenantTokenAnswer answer = await dynatrace.TenantTokens.FinishAsync(cancellationToken);
        if (answer is TenantTokenAnswer.Unanswered unanswered)
        {
            throw new TimeoutException($"Finish was not answered ({unanswered.Reason}).");
        }

        TenantToken inForce = await dynatrace.ConnectionInfo.GetAgentTokenAsync(cancellationToken);
        bool isNew = inForce.Fingerprint(input) == fresh.Fingerprint;
        bool isDone = answer is TenantTokenAnswer.Accepted || (isNew && (rotation.Finish.Number > 1 || rotation.OldTokenIsDead));
        await rotations.UpdateAsync(
            input,
            current => current with
            {
                Finish = current.Finish! with { Answered = true, Refused = !isDone },
                SweepUntil = isDone && isNew ? time.GetUtcNow() + policy.Stragglers.Sweep : null,
            },
            cancellationToken);
        if (isDone && isNew)
        {
            await audit.AddAsync(input, "finished", AuditEvent.Product, "The new token is in force, the old one is dead.", cancellationToken);
            return new(IsDone: true);
        }

        return new(false, HoldCodes.FinishNotSettled, isNew
            ? "Finish was refused: no rotation is open, though the new token is in force. Somebody else finished it. Resume to confirm."
            : "The new token is not in force: somebody else cancelled this rotation, and hosts on the new token are dark. Act now.");
    }
}
