namespace TenantTokens.Rotations.Orchestration;

/// <summary>
/// Ends an orchestration whose history has grown long, at a moment at which nothing is under way; a new one goes on from the ledger. It
/// unwinds the steps as a cancellation would: whatever waits is left, and no step mistakes it for an answer.
/// </summary>
internal sealed class RenewalException() : Exception("The history of this orchestration is long; a new one goes on from the ledger.");
