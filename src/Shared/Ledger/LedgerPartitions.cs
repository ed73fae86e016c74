namespace TenantTokens.Ledger;

/// <summary>Names of the ledger's partitions. A partition is what commits together; targets are spread so that none grows hot.</summary>
internal static class LedgerPartitions
{
    private const int TargetShards = 16;

    public static string Environment(string environmentId) => $"environment:{environmentId}";

    public static string Rotation(string rotationId) => $"rotation:{rotationId}";

    public static string Plan(string rotationId) => $"plan:{rotationId}";

    public static string Audit(string rotationId) => $"audit:{rotationId}";

    public static string Watch(string rotationId) => $"watch:{rotationId}";

    /// <summary>The plans of an environment by their hash.</summary>
    public static string Plans(string environmentId) => $"plans:{environmentId}";

    /// <summary>The ActiveGates that any plan of an environment knew.</summary>
    public static string Gates(string environmentId) => $"gates:{environmentId}";

    /// <summary>The OneAgents that any plan of an environment knew.</summary>
    public static string Agents(string environmentId) => $"agents:{environmentId}";

    /// <summary>The agents of an environment that somebody said are gone for good.</summary>
    public static string Retirements(string environmentId) => $"retirements:{environmentId}";

    public static string Pools => "pools";

    /// <summary>Who is signed in with a cookie of ours, and from when on what people got before counts no more.</summary>
    public static string Sessions => "sessions";

    /// <summary>What belongs to this copy of the product and not to the ledger.</summary>
    public static string Copy => "copy";

    /// <summary>The row of <see cref="Copy"/> that stands there while an import is under way.</summary>
    public static string ImportMarker => "import";

    public static string Targets(string rotationId, string targetId) => TargetShard(rotationId, ShardOf(targetId));

    public static IEnumerable<string> AllTargets(string rotationId)
        => Enumerable.Range(0, TargetShards).Select(shard => TargetShard(rotationId, shard));

    private static string TargetShard(string rotationId, int shard) => $"targets:{rotationId}:{shard:x}";

    private static int ShardOf(string targetId)
    {
        int sum = 0;
        foreach (char character in targetId)
        {
            sum = unchecked((sum * 31) + character);
        }

        return (sum & int.MaxValue) % TargetShards;
    }
}
