namespace TenantTokens.Ledger;

/// <summary>
/// Names of the ledger's partitions. Rows of one partition can be committed together; targets are spread over several so that none gets too
/// many requests.
/// </summary>
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

    /// <summary>The ActiveGates of any plan of an environment so far.</summary>
    public static string Gates(string environmentId) => $"gates:{environmentId}";

    /// <summary>The OneAgents of any plan of an environment so far.</summary>
    public static string Agents(string environmentId) => $"agents:{environmentId}";

    /// <summary>The agents of an environment that a person has declared gone for good.</summary>
    public static string Retirements(string environmentId) => $"retirements:{environmentId}";

    public static string Pools => "pools";

    /// <summary>Who is signed in with our cookie, and the times before which older sign-ins are no longer accepted.</summary>
    public static string Sessions => "sessions";

    /// <summary>What belongs to this installation and is not exported with the ledger.</summary>
    public static string Copy => "copy";

    /// <summary>The row of <see cref="Copy"/> that exists while an import is running.</summary>
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
