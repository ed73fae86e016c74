namespace TenantTokens.Rotations.Procedure;

/// <summary>One phase of the procedure. It does what the ledger shows as missing.</summary>
internal interface IPhase
{
    /// <returns>The phase that follows; the same phase when there is more to do.</returns>
    Task<RotationPhase> RunAsync();
}
