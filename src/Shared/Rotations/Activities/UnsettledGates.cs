namespace TenantTokens.Rotations.Activities;

/// <summary>ActiveGates that are not on the new token.</summary>
/// <param name="Count">How many.</param>
/// <param name="FirstNames">The first few names.</param>
public sealed record UnsettledGates(int Count, string FirstNames);
