namespace TenantTokens.Simulation.Checks;

/// <summary>A run command that stands on a machine.</summary>
/// <param name="Machine">The machine's name.</param>
/// <param name="Name">The command's name.</param>
/// <param name="Unprotected">What everybody may read of it.</param>
internal sealed record CommandView(string Machine, string Name, IReadOnlyList<string> Unprotected);
