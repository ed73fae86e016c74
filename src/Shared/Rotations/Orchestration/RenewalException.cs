namespace TenantTokens.Rotations.Orchestration;

/// <summary>
/// Ends an orchestration with a long history at a moment when nothing is in flight; a new one continues from the ledger. It is an exception
/// so that all waits are left at once and no step mistakes it for an answer.
/// </summary>
internal sealed class RenewalException() : Exception("The history of this orchestration is long; a new one goes on from the ledger.");
