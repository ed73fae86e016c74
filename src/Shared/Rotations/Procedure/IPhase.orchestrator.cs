namespace TenantTokens.Rotations.Procedure;

/// <summary>One phase of the procedure: does what it still lacks.</summary>
internal interface IPhase
{
    /// <returns>The phase that follows; the same one when there is more to do.</returns>
    Task<RotationPhase> RunAsync();
}
