using TenantTokens.Rotations;
using TenantTokens.Simulation.Checks;
using static TenantTokens.Simulation.Tests.Worlds;

namespace TenantTokens.Simulation.Tests;

/// <summary>Shows one happening to one check.</summary>
public abstract class CheckTest
{
    private protected static Sight Completed()
    {
        Sight sight = Started(static tokens => tokens.Finished("ours"));
        sight.Rotation = Row(RotationPhase.Completed);
        return sight;
    }

    private protected static Happening.RowWritten Moved(RotationPhase from, RotationPhase to) => new(Row(from), Row(to));

    private protected static void Sees(ICheck check, Sight sight, Happening happening) => Looks(check, sight, happening, isSeen: true);

    private protected static void Passes(ICheck check, Sight sight, Happening happening) => Looks(check, sight, happening, isSeen: false);

    private protected static void Looks(ICheck check, Sight sight, Happening happening, bool isSeen)
        => Assert.Equal(isSeen, check.Look(sight, happening).Any());
}
