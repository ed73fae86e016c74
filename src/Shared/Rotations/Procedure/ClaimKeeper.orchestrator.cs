using TenantTokens.Rotations.Claiming;

namespace TenantTokens.Rotations.Procedure;

/// <summary>
/// Holds the claim on the environment. Two copies of the product may be asked to rotate the same environment, but only the one with the
/// claim sends anything.
/// </summary>
internal sealed class ClaimKeeper(ProcedureCalls calls, ProcedureState state, Listener listener)
{
    /// <summary>
    /// Makes sure of the claim; called before anything is sent to a host, while nothing is in flight. A vault that does not answer is asked
    /// again for as long as a start may take to settle.
    /// </summary>
    /// <exception cref="ClaimHeldException">The rotation has to park.</exception>
    public async Task HoldAsync()
    {
        if (state.Phase is RotationPhase.Planning)
        {
            return; // probes change nothing, so a copy without the claim may plan
        }

        DateTime deadline = calls.Now + state.Waits.StartSettle;
        while (await calls.CallAsync(HoldClaim.Name) is { Code: { } code } claim)
        {
            if (!claim.IsOutage || calls.Now >= deadline || await listener.AbortAsync() is not null)
            {
                throw new ClaimHeldException(code, claim.Message!);
            }

            await listener.WaitAsync(state.Waits.UntilPoll(state.Waits.StartSettle, left: deadline - calls.Now));
        }
    }

    /// <summary>Releases the claim after the rotation's end, or leaves it to the sweep.</summary>
    public Task<bool> ReleaseAsync() => calls.CallAsync(ReleaseClaim.Name);
}
