using System.Text.Json.Nodes;
using TenantTokens.Infra.Tests.Arm;
using TenantTokens.Tooling;

namespace TenantTokens.Infra.Tests.Tools;

/// <summary>The folder infra/, compiled once for all tests.</summary>
internal static class Infrastructure
{
    private static readonly Lazy<Task<JsonObject>> Main = new(static () => CompileAsync("main.bicep"));
    private static readonly Lazy<Task<JsonObject>> Subscription = new(static () => CompileAsync("modules/secret-events-subscription.bicep"));

    /// <summary>Its full path.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "infra");

    /// <summary>Every .bicep and .bicepparam file, relative to <see cref="Folder"/>.</summary>
    public static IEnumerable<string> Files => Directory.EnumerateFiles(Folder, "*.bicep*", SearchOption.AllDirectories)
        .Where(static path => Path.GetExtension(path) is ".bicep" or ".bicepparam")
        .Select(static path => Path.GetRelativePath(Folder, path))
        .Order(StringComparer.Ordinal);

    /// <summary>main.bicep with all its modules.</summary>
    public static async Task<ArmTemplate> MainAsync() => new("main", await Main.Value, []);

    /// <summary>Everything that is ever deployed: main.bicep, and what the hook of azure.yaml deploys after it.</summary>
    public static async Task<IReadOnlyList<ArmTemplate>> AllAsync()
        => [.. (await MainAsync()).WithNested(), new("secretEventsSubscription", await Subscription.Value, [])];

    /// <summary>The text of a file.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Folder, path));

    private static async Task<JsonObject> CompileAsync(string path)
    {
        BicepResult result = await Bicep.BuildAsync(Path.Combine(Folder, path), CancellationToken.None);
        Assert.True(result.ExitCode is 0, result.Problems);
        return JsonNode.Parse(result.Output)!.AsObject();
    }
}
