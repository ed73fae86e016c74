using TenantTokens.Rotations;

namespace TenantTokens.Local;

/// <summary>What the program's exit code says.</summary>
internal static class ExitCodes
{
    /// <summary>Done: the rotation is completed.</summary>
    public const int Completed = 0;

    /// <summary>A bug or an outage.</summary>
    public const int Unexpected = 1;

    /// <summary>The command line or the configuration is wrong; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>The plan has problems that must be mended first.</summary>
    public const int PlanBlocked = 3;

    /// <summary>Parked, held or interrupted: both tokens stay valid, a human is needed.</summary>
    public const int NeedsHuman = 4;

    /// <summary>Cancelled: the old token is in force.</summary>
    public const int Cancelled = 5;

    /// <summary>Closed as it was: hosts may be on different tokens.</summary>
    public const int Abandoned = 6;

    /// <summary>The code for where a rotation stands.</summary>
    public static int Of(RotationRecord rotation) => rotation switch
    {
        { Phase: RotationPhase.Completed } => Completed,
        { Phase: RotationPhase.Cancelled } => Cancelled,
        { Phase: RotationPhase.Abandoned } => Abandoned,
        { Phase: RotationPhase.Parked, ParkReason.Code: ParkCodes.PlanBlocked } => PlanBlocked,
        _ => NeedsHuman,
    };
}
