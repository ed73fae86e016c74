namespace TenantTokens.Simulator;

/// <summary>A machine at one moment.</summary>
/// <param name="Name">Its Azure name.</param>
/// <param name="Kind">vm or arc.</param>
/// <param name="PowerState">
/// The state as Resource Graph spells it: PowerState/running, PowerState/deallocated, Connected or Disconnected.
/// </param>
/// <param name="Components">What runs on it, one entry per component and environment.</param>
/// <param name="Leftovers">Files, relative to the tree, that were not there at the start and that no Dynatrace component wrote.</param>
public sealed record MachineSnapshot(
    string Name, string Kind, string PowerState, IReadOnlyList<ComponentSnapshot> Components, IReadOnlyList<string> Leftovers);
