using TenantTokens.Machines;

namespace TenantTokens.Rotations.Plans;

/// <summary>
/// What a plan hash was computed from, without the targets, which have rows of their own. It is kept so that a later plan can list what
/// changed.
/// </summary>
/// <param name="EnvironmentId">The environment's id.</param>
/// <param name="Scripts">The hash of the host scripts.</param>
/// <param name="Policy">The policy as JSON.</param>
/// <param name="Waves">The waves in order.</param>
/// <param name="Unclaimed">The upper bound for the machines in scope that no agent claims; 0 when there were none.</param>
public sealed record PlanShape(string EnvironmentId, string Scripts, string Policy, IReadOnlyList<PlanShape.Wave> Waves, int Unclaimed = 0)
{
    /// <summary>One wave as it was hashed, including machines that are off.</summary>
    /// <param name="Component">The component that it rotates.</param>
    /// <param name="Targets">The number of targets.</param>
    public sealed record Wave(Component Component, int Targets);
}
