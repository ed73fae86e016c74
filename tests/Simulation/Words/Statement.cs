using System.Text.RegularExpressions;

namespace TenantTokens.Simulation.Words;

/// <summary>A sentence that claims something, and how it is compared with what is so.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Form">How the sentence is recognised.</param>
/// <param name="IsSo">Whether what one such sentence says is so; null where nobody can know.</param>
internal sealed record Statement(string Name, Regex Form, Func<Match, Situation, bool?> IsSo);
