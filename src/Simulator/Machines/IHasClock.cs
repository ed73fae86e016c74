namespace TenantTokens.Simulator.Machines;

/// <summary>
/// A machine whose clock can be wrong. Scripts under bash read the real clock, so machines with real files do not implement this.
/// </summary>
internal interface IHasClock
{
    /// <summary>How far the machine's clock is ahead, in real time.</summary>
    TimeSpan Skew { get; set; }
}
