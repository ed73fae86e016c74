namespace TenantTokens.Rotations;

/// <summary>A token as the ledger stores it.</summary>
/// <param name="Version">The vault version that holds it.</param>
/// <param name="Fingerprint">The first 16 hex digits of SHA-256("{rotationId}:{token}").</param>
public sealed record TokenReference(string Version, string Fingerprint);
