using TenantTokens.Machines;

namespace TenantTokens.Rotations.Plans;

/// <summary>
/// What a plan hash was made of, but for the targets, which are rows of their own: kept so that a later plan can say what changed.
/// </summary>
/// <param name="EnvironmentId">The environment.</param>
/// <param name="Scripts">The hash of the host scripts.</param>
/// <param name="Policy">The policy as JSON.</param>
/// <param name="Waves">The waves in order.</param>
/// <param name="Unclaimed">Up to how many machines in scope may be claimed by no agent; 0 when there were none.</param>
public sealed record PlanShape(string EnvironmentId, string Scripts, string Policy, IReadOnlyList<PlanShape.Wave> Waves, int Unclaimed = 0)
{
    /// <summary>One wave as it was hashed: machines that are off count too.</summary>
    /// <param name="Component">Whose turn it is.</param>
    /// <param name="Targets">How many.</param>
    public sealed record Wave(Component Component, int Targets);
}
