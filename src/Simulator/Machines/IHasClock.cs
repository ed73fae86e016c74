namespace TenantTokens.Simulator.Machines;

/// <summary>A machine whose clock can be wrong. Scripts under bash read the real clock, so machines of real files are none.</summary>
internal interface IHasClock
{
    /// <summary>How far the machine's clock is ahead, real time.</summary>
    TimeSpan Skew { get; set; }
}
