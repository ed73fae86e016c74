using System.Text.Json.Nodes;
using TenantTokens.Infra.Tests.Arm;
using TenantTokens.Tooling;

namespace TenantTokens.Infra.Tests.Tools;

/// <summary>The folder infra/, compiled once for all tests.</summary>
internal static class Infrastructure
{
    /// <summary>Its full path.</summary>
    public static readonly string Folder = Path.Combine(Repository.Root, "infra"); // first: what follows is made of it

    private const string Parameters = "main.bicepparam";
    private static readonly Lazy<Task<BicepResult>> _built = new(
        static () => Bicep.BuildAsync(Path.Combine(Folder, Parameters), CancellationToken.None));
    private static readonly Lazy<Task<BicepResult>> _linted = new(static () => Bicep.LintAsync(Folder, CancellationToken.None));

    /// <summary>Every .bicep and .bicepparam file, relative to <see cref="Folder"/>.</summary>
    public static IEnumerable<string> Files => Directory.EnumerateFiles(Folder, "*.bicep*", SearchOption.AllDirectories)
        .Where(static path => Path.GetExtension(path) is ".bicep" or ".bicepparam")
        .Select(static path => Path.GetRelativePath(Folder, path))
        .Order(StringComparer.Ordinal);

    /// <summary>main.bicep with all its modules.</summary>
    public static async Task<ArmTemplate> MainAsync()
        => new("main", Parse(Parse(DocumentOf(await _built.Value))["templateJson"]!.GetValue<string>()), []);

    /// <summary>Everything that is deployed: main.bicep and each of its modules as a template of its own.</summary>
    public static async Task<IReadOnlyList<ArmTemplate>> AllAsync() => [.. (await MainAsync()).WithNested()];

    /// <summary>The values that main.bicepparam gives, with some environment variables set.</summary>
    public static async Task<JsonObject> ParametersAsync(
        IReadOnlyDictionary<string, string?> variables,
        CancellationToken cancellationToken)
    {
        BicepResult result = await Bicep.BuildAsync(Path.Combine(Folder, Parameters), cancellationToken, variables);
        return Parse(Parse(DocumentOf(result))["parametersJson"]!.GetValue<string>())["parameters"]!.AsObject();
    }

    /// <summary>The text of a file.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Folder, path));

    /// <summary>
    /// What Bicep says about a file of <see cref="Files"/>: of the parameters when it compiles them with main.bicep, of each other file
    /// when it checks them all.
    /// </summary>
    public static async Task<BicepResult> CheckAsync(string path) => await (path is Parameters ? _built : _linted).Value;

    private static string DocumentOf(BicepResult result)
        => result.ExitCode is 0 ? result.Output : throw new InvalidDataException(result.Problems);

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
