using TenantTokens.Rotations.Orchestration;

namespace TenantTokens.Rotations.Procedure;

/// <summary>
/// Ends the orchestration when its history has grown long, because no history may grow with the time that a gate stays open. Child
/// orchestrations hand over to children; this one cannot, since events are sent to its id. So its status says that it is due for renewal,
/// and the waker asks it to end and starts the next one at once. Its watch ends with it.
/// </summary>
internal sealed class Renewal(CountedContext context, ProcedureState state, Watchman watchman)
{
    /// <summary>From this number of rows on, it may be renewed during a wait. A rotation of a few hours never gets there.</summary>
    private const int RenewalRows = 400;

    /// <summary>
    /// From this number of rows on, it ends without being asked. The hosts check every few minutes and start the next one.
    /// </summary>
    private const int EndRows = 600;

    /// <summary>Ends the orchestration when its history is too long. Called where nothing is in flight.</summary>
    /// <exception cref="RenewalException">The orchestration ends.</exception>
    public void EndIfTooLong()
    {
        if (context.Rows >= EndRows && watchman.IsHeeded)
        {
            throw new RenewalException();
        }
    }

    /// <summary>Called before a wait during which nothing is in flight.</summary>
    /// <exception cref="RenewalException">The orchestration ends.</exception>
    public void BeginQuietWait()
    {
        EndIfTooLong();
        if (context.Rows >= RenewalRows)
        {
            context.SetCustomStatus(RootStatus.RenewalDueAt(state.Phase));
        }
    }

    /// <summary>Called after such a wait, once the watch's result has been read.</summary>
    /// <param name="isAsked">Whether the waker asked it to end.</param>
    /// <exception cref="RenewalException">The orchestration ends.</exception>
    public void EndQuietWait(bool isAsked)
    {
        if (context.Rows < RenewalRows)
        {
            return;
        }

        if (isAsked && watchman.IsHeeded)
        {
            throw new RenewalException();
        }

        context.SetCustomStatus(RootStatus.At(state.Phase));
    }
}
