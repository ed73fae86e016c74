namespace TenantTokens.RunCommand;

/// <summary>The managed run commands that stand on a machine.</summary>
/// <param name="All">All of them, whoever made them.</param>
/// <param name="Ours">Those whose names are ours.</param>
public sealed record RunCommandCount(int All, int Ours)
{
    /// <summary>How many Azure allows on one virtual machine.</summary>
    public const int Limit = 25;

    /// <summary>A rotation needs some at a time: a probe, an apply, a restore, and what of them is not deleted yet.</summary>
    private const int Needed = 4;

    /// <summary>True when a rotation may find no room on the machine.</summary>
    public bool IsNearLimit => All > Limit - Needed;
}
