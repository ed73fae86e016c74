namespace TenantTokens.Rotations.Procedure;

// No history may grow with the time that a gate stays open. Children hand over to children; this orchestration cannot, since people's events come to its id. So
// it says in its status that it would be renewed, the waker asks it to end and starts the next one at once. The watch that ran beside it ends with it.
internal sealed partial class RotationProcedure
{
    /// <summary>From here on it may be renewed in a wait. A rotation that takes some hours never gets there.</summary>
    private const int RenewalRows = 400;

    /// <summary>From here on it ends unasked. The hosts look every few minutes, and start the next one.</summary>
    private const int EndRows = 600;

    private RotationPhase _phase;

    /// <summary>Whether a watch has said nothing that is not heeded yet. Parked it is heeded: a person looks, and so does the next watch.</summary>
    private bool MayEnd => _phase is RotationPhase.Parked || (_held is null && _watching is not { IsCompleted: true });

    /// <summary>Ends it when its history is too long. To be called where nothing is under way.</summary>
    private void EndIfTooLong()
    {
        if (context.Rows >= EndRows && MayEnd)
        {
            throw new RenewalException();
        }
    }

    /// <summary>Before a wait in which nothing is under way.</summary>
    private void BeginQuietWait()
    {
        EndIfTooLong();
        if (context.Rows >= RenewalRows)
        {
            context.SetCustomStatus(RootStatus.RenewalDueAt(_phase));
        }
    }

    /// <summary>After such a wait, with what the watch said heard.</summary>
    /// <param name="woken">What ended it.</param>
    private async Task EndQuietWaitAsync(Task woken)
    {
        bool isRenewal = false;
        if (woken == _command)
        {
            isRenewal = await _command! == RotationCommand.Renewal;
            _command = null;
        }

        if (isRenewal && context.Rows >= RenewalRows && MayEnd)
        {
            throw new RenewalException();
        }

        if (context.Rows >= RenewalRows)
        {
            context.SetCustomStatus(RootStatus.At(_phase));
        }
    }
}
