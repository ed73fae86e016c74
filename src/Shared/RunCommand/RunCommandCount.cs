namespace TenantTokens.RunCommand;

/// <summary>The number of managed run commands on a machine.</summary>
/// <param name="All">All of them, including those of other owners.</param>
/// <param name="Ours">Those whose names have our prefix.</param>
public sealed record RunCommandCount(int All, int Ours)
{
    /// <summary>The most that Azure allows on one virtual machine.</summary>
    public const int Limit = 25;

    /// <summary>The most that a rotation needs at a time: a probe, an apply, a restore, and one that is not deleted yet.</summary>
    private const int Needed = 4;

    /// <summary>True when there may be no room for a rotation's commands on the machine.</summary>
    public bool IsNearLimit => All > Limit - Needed;
}
