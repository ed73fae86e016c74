using TenantTokens.Rotations;

namespace TenantTokens.Local;

/// <summary>The exit codes of the program.</summary>
internal static class ExitCodes
{
    /// <summary>The command succeeded; a rotation is completed.</summary>
    public const int Completed = 0;

    /// <summary>A bug or an outage.</summary>
    public const int Unexpected = 1;

    /// <summary>The command line or the configuration is wrong; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>The plan has problems that must be fixed first.</summary>
    public const int PlanBlocked = 3;

    /// <summary>Parked, on hold or interrupted: both tokens stay valid, and a person is needed.</summary>
    public const int NeedsHuman = 4;

    /// <summary>Cancelled: the old token is in force.</summary>
    public const int Cancelled = 5;

    /// <summary>Closed as it was: hosts may have different tokens.</summary>
    public const int Abandoned = 6;

    /// <summary>Returns the exit code for the present state of a rotation.</summary>
    public static int Of(RotationRecord rotation) => rotation switch
    {
        { Phase: RotationPhase.Completed } => Completed,
        { Phase: RotationPhase.Cancelled } => Cancelled,
        { Phase: RotationPhase.Abandoned } => Abandoned,
        { Phase: RotationPhase.Parked, ParkReason.Code: ParkCodes.PlanBlocked } => PlanBlocked,
        _ => NeedsHuman,
    };
}
