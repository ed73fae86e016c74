namespace TenantTokens.Simulation.Words;

/// <summary>What Dynatrace takes at a moment.</summary>
/// <param name="TakesOld">The old token of the rotation.</param>
/// <param name="TakesNew">Its new one.</param>
/// <param name="IsOpen">A rotation is open there.</param>
/// <param name="IsAlone">
/// Nobody else has ever started, finished or cancelled one: what others do shows at the next reading, or never.
/// </param>
internal sealed record TokenTruth(bool TakesOld, bool TakesNew, bool IsOpen, bool IsAlone);
