namespace TenantTokens.Rotations.Activities;

/// <summary>What planning came to.</summary>
/// <param name="Hash">The plan hash.</param>
/// <param name="Problems">How many problems block it.</param>
/// <param name="FirstProblem">The first of them.</param>
public sealed record PlanOutcome(string Hash, int Problems, string? FirstProblem);
