namespace TenantTokens.Simulator.Machines.Models;

/// <summary>One place where a component keeps its token.</summary>
/// <param name="Path">The file on the host.</param>
/// <param name="Get">The token that is there.</param>
/// <param name="Set">Replaces it.</param>
internal sealed record TokenSlot(string Path, Func<string> Get, Action<string> Set);
