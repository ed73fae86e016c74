using System.Collections.Frozen;

namespace TenantTokens.Rotations;

/// <summary>The one table of moves between phases.</summary>
public static class PhaseTransitions
{
    private static readonly FrozenDictionary<RotationPhase, RotationPhase[]> _allowed = new Dictionary<RotationPhase, RotationPhase[]>
    {
        [RotationPhase.Planning] = [RotationPhase.AwaitingStart, RotationPhase.Cancelled, RotationPhase.Parked],
        [RotationPhase.AwaitingStart] = [RotationPhase.Planning, RotationPhase.Starting, RotationPhase.Cancelled],
        [RotationPhase.Starting] = [RotationPhase.RotatingActiveGates, RotationPhase.Parked, RotationPhase.Cancelled],
        [RotationPhase.RotatingActiveGates] = [RotationPhase.RotatingOneAgents, RotationPhase.RollingBack, RotationPhase.Parked],
        [RotationPhase.RotatingOneAgents] =
        [
            RotationPhase.RotatingActiveGates,
            RotationPhase.Verifying,
            RotationPhase.RollingBack,
            RotationPhase.Parked,
        ],
        [RotationPhase.Verifying] =
        [
            RotationPhase.AwaitingFinish,
            RotationPhase.RotatingOneAgents,
            RotationPhase.RollingBack,
            RotationPhase.Parked,
        ],
        [RotationPhase.AwaitingFinish] =
        [
            RotationPhase.Verifying,
            RotationPhase.Finishing,
            RotationPhase.RollingBack,
            RotationPhase.Parked,
        ],
        [RotationPhase.Finishing] = [RotationPhase.Completed, RotationPhase.Verifying, RotationPhase.Parked],
        [RotationPhase.RollingBack] = [RotationPhase.Cancelling, RotationPhase.RotatingActiveGates, RotationPhase.Parked],
        [RotationPhase.Cancelling] =
        [
            RotationPhase.Cancelled,
            RotationPhase.RollingBack,
            RotationPhase.RotatingActiveGates,
            RotationPhase.Parked,
        ],
        [RotationPhase.Parked] = [RotationPhase.RollingBack, RotationPhase.Cancelled, RotationPhase.Closing],
        [RotationPhase.Closing] = [RotationPhase.Parked, RotationPhase.Abandoned],
        [RotationPhase.Completed] = [],
        [RotationPhase.Cancelled] = [],
        [RotationPhase.Abandoned] = [],
    }.ToFrozenDictionary();

    /// <summary>True when the rotation has ended in this phase.</summary>
    public static bool IsTerminal(this RotationPhase phase) => _allowed[phase].Length == 0;

    /// <summary>True when the rotation may be parked from the phase.</summary>
    public static bool MayPark(this RotationPhase phase) => _allowed[phase].Contains(RotationPhase.Parked);

    /// <summary>True while both tokens are valid and hosts go forward, which is when the watch is active.</summary>
    public static bool IsWatched(this RotationPhase phase)
        => phase is RotationPhase.RotatingActiveGates
            or RotationPhase.RotatingOneAgents
            or RotationPhase.Verifying
            or RotationPhase.AwaitingFinish;

    /// <summary>Lists the phases that may follow.</summary>
    /// <param name="phase">The present phase.</param>
    /// <param name="parkedFrom">The phase that a parked rotation came from, to which it may return; null otherwise.</param>
    /// <param name="owned">
    /// Whether start took effect for us. Before that, nothing can be rolled back; afterwards, the rotation cannot simply be dropped.
    /// </param>
    public static IReadOnlyList<RotationPhase> Next(RotationPhase phase, RotationPhase? parkedFrom, bool owned)
    {
        if (phase is not RotationPhase.Parked)
        {
            return _allowed[phase];
        }

        RotationPhase[] waysOut = owned ? [RotationPhase.RollingBack, RotationPhase.RotatingActiveGates] : [RotationPhase.Cancelled];
        return parkedFrom is { } origin && !waysOut.Contains(origin)
            ? [origin, .. waysOut, RotationPhase.Closing]
            : [.. waysOut, RotationPhase.Closing];
    }

    /// <summary>Throws when the table does not list a move.</summary>
    /// <exception cref="PhaseTransitionException">The move is not allowed. The message names the phase and the allowed moves.</exception>
    public static void Check(RotationPhase from, RotationPhase to, RotationPhase? parkedFrom, bool owned)
    {
        IReadOnlyList<RotationPhase> next = Next(from, parkedFrom, owned);
        if (!next.Contains(to))
        {
            throw new PhaseTransitionException(from, to, next);
        }
    }
}
