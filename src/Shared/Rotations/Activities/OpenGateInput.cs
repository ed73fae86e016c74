using TenantTokens.Approvals;

namespace TenantTokens.Rotations.Activities;

/// <summary>Which gate to open.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Kind">What it decides.</param>
public sealed record OpenGateInput(string RotationId, GateKind Kind);
