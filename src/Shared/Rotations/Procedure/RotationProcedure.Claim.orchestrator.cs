using TenantTokens.Rotations.Activities;

namespace TenantTokens.Rotations.Procedure;

// Two copies of the product may be asked to rotate one environment: only the one that holds the claim sends anything.
internal sealed partial class RotationProcedure
{
    /// <summary>
    /// To be called before anything is sent to a host, with nothing under way. A vault that does not answer is asked again for as long
    /// as a start may take to settle.
    /// </summary>
    /// <exception cref="ClaimHeldException">The rotation has to hold.</exception>
    private async Task HoldClaimAsync()
    {
        if (_phase is RotationPhase.Planning)
        {
            return; // probes change nothing: a copy without the claim plans
        }

        DateTime deadline = Now + _waits.StartSettle;
        while (await CallAsync(HoldClaim.Name, input.RotationId) is { Code: { } code } claim)
        {
            if (!claim.IsOutage || Now >= deadline || await AbortAsync() is not null)
            {
                throw new ClaimHeldException(code, claim.Message!);
            }

            await CommandAsync(_waits.UntilPoll(_waits.StartSettle, left: deadline - Now));
        }
    }

    /// <summary>Gives the claim back once the rotation has ended, or leaves it to its sweep.</summary>
    public Task<bool> ReleaseClaimAsync() => CallAsync(ReleaseClaim.Name, input.RotationId);
}
