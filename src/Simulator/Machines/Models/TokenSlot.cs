namespace TenantTokens.Simulator.Machines.Models;

/// <summary>A place where a component keeps its token.</summary>
/// <param name="Path">The file on the host.</param>
/// <param name="Get">Reads the token.</param>
/// <param name="Set">Replaces the token.</param>
internal sealed record TokenSlot(string Path, Func<string> Get, Action<string> Set);
