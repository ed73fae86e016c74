namespace TenantTokens.Rotations.Activities;

/// <summary>What is still to be done.</summary>
/// <param name="Pending">Targets whose turn is still to come: joiners, machines that came back, and what is to be tried again.</param>
/// <param name="UnsettledGates">ActiveGates that are not on the new token and that nobody accepted by name.</param>
public sealed record OpenTargets(int Pending, int UnsettledGates);
