namespace TenantTokens.Fleet.Targets;

/// <summary>Some of those that were online before finish. Changes by addition only.</summary>
/// <param name="Number">Which row, from 0.</param>
/// <param name="Ids">ActiveGate ids and HOST entity ids, at most <see cref="MaxIds"/>.</param>
/// <param name="Named">Those of them that were named as offline at the last look.</param>
public sealed record OnlineRow(int Number, IReadOnlyList<string> Ids, IReadOnlyList<string> Named)
{
    /// <summary>The most ids of a row.</summary>
    public const int MaxIds = 100;
}
