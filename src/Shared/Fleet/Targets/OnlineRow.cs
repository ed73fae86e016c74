namespace TenantTokens.Fleet.Targets;

/// <summary>Part of the agents that were online before finish. Changes by addition only.</summary>
/// <param name="Number">The row's number, from 0.</param>
/// <param name="Ids">ActiveGate ids and HOST entity ids, at most <see cref="MaxIds"/> of them.</param>
/// <param name="Named">Those of the ids that were reported as offline at the last look.</param>
public sealed record OnlineRow(int Number, IReadOnlyList<string> Ids, IReadOnlyList<string> Named)
{
    /// <summary>The most ids in one row.</summary>
    public const int MaxIds = 100;
}
