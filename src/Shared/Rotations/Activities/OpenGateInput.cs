using TenantTokens.Approvals;

namespace TenantTokens.Rotations.Activities;

/// <summary>Which gate to open.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Kind">What it decides.</param>
/// <param name="Wave">A continue gate: the wave that is over budget; null for the ActiveGates that OneAgents wait for.</param>
public sealed record OpenGateInput(string RotationId, GateKind Kind, int? Wave = null);
