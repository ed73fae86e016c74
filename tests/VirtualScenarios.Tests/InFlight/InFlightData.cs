using System.Text.Json;
using TenantTokens.Tooling;

namespace TenantTokens.VirtualScenarios.Tests.InFlight;

/// <summary>The data of rotations in flight: a directory for each, with the journal, the ledger, rotation.json and world.json.</summary>
internal static class InFlightData
{
    public const string HowTo = "Makes data: TENANT_TOKEN_IN_FLIGHT=suffix of the directories";

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string Root { get; } = Path.Combine(Repository.Root, "tests", "VirtualScenarios.Tests", "Data", "InFlight");

    /// <summary>What the names of new directories end with; null when none is to be made.</summary>
    public static string? Suffix { get; } = Environment.GetEnvironmentVariable("TENANT_TOKEN_IN_FLIGHT");

    public static bool IsToBeMade => Suffix is not null;

    public static TheoryData<string> Directories { get; } =
        [.. Directory.GetDirectories(Root).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public static string ConfigurationIn(string directory) => Path.Combine(directory, "rotation.json");

    public static void Write(string directory, StoppedWorld world)
        => File.WriteAllText(WorldIn(directory), JsonSerializer.Serialize(world, _json) + "\n");

    public static StoppedWorld Read(string directory)
        => JsonSerializer.Deserialize<StoppedWorld>(File.ReadAllText(WorldIn(directory)), _json)!;

    private static string WorldIn(string directory) => Path.Combine(directory, "world.json");
}
