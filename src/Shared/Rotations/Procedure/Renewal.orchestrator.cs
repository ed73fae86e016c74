using TenantTokens.Rotations.Orchestration;

namespace TenantTokens.Rotations.Procedure;

/// <summary>
/// Ends the orchestration when its history has grown long. No history may grow with the time that a gate stays open. Children hand over to
/// children; this orchestration cannot, since people's events come to its id. So it says in its status that it would be renewed, the waker
/// asks it to end and starts the next one at once. The watch that ran beside it ends with it.
/// </summary>
internal sealed class Renewal(CountedContext context, ProcedureState state, Watchman watchman)
{
    /// <summary>From here on it may be renewed in a wait. A rotation that takes some hours never gets there.</summary>
    private const int RenewalRows = 400;

    /// <summary>From here on it ends unasked. The hosts look every few minutes, and start the next one.</summary>
    private const int EndRows = 600;

    /// <summary>Ends the orchestration when its history is too long. To be called where nothing is under way.</summary>
    /// <exception cref="RenewalException">It ends.</exception>
    public void EndIfTooLong()
    {
        if (context.Rows >= EndRows && watchman.IsHeeded)
        {
            throw new RenewalException();
        }
    }

    /// <summary>Before a wait in which nothing is under way.</summary>
    /// <exception cref="RenewalException">It ends.</exception>
    public void BeginQuietWait()
    {
        EndIfTooLong();
        if (context.Rows >= RenewalRows)
        {
            context.SetCustomStatus(RootStatus.RenewalDueAt(state.Phase));
        }
    }

    /// <summary>After such a wait, with what the watch said heard.</summary>
    /// <param name="isAsked">Whether somebody asked it to end.</param>
    /// <exception cref="RenewalException">It ends.</exception>
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
