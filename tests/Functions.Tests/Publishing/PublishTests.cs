using System.Text;
using System.Text.Json.Nodes;
using TenantTokens.FunctionsTests.App;
using TenantTokens.Tooling;

namespace TenantTokens.FunctionsTests.Publishing;

/// <summary>The folder that is deployed holds what the host needs, and nobody's settings or keys.</summary>
public sealed class PublishTests
{
    private static readonly string[] _wanted =
    [
        "host.json", "functions.metadata", "worker.config.json", "extensions.json", "rotation.json", "rotation.schema.json",
        "TenantTokens.Functions.dll", "TenantTokens.Shared.dll", ".azurefunctions/function.deps.json",
        ".azurefunctions/Microsoft.Azure.WebJobs.Extensions.DurableTask.dll",
    ];

    [Fact]
    public async Task Of_the_files_in_the_project_only_the_host_s_and_the_rotation_s_are_published()
    {
        using AppCopy app = new();
        Assert.Equal(["host.json", "rotation.json"], await PublishedItemsAsync(app));
    }

    [Fact]
    public async Task A_project_that_would_publish_the_keys_is_caught()
    {
        using AppCopy app = new();
        string project = await File.ReadAllTextAsync(Path.Combine(app.Project, "Functions.csproj"), TestContext.Current.CancellationToken);
        app.Write("Functions.csproj", project.Replace("rotation.json", "*.json", StringComparison.Ordinal));
        Assert.Contains("api-keys.json", await PublishedItemsAsync(app));
    }

    [Fact]
    public async Task The_published_folder_is_an_app_without_settings_or_keys()
    {
        Assert.SkipUnless(Suite.IsFull, "Publishing takes a minute: TENANT_TOKEN_SUITE=full does it.");
        CancellationToken stop = TestContext.Current.CancellationToken;
        using AppCopy app = new();
        await app.DotnetAsync(stop, "publish", "-c", "Release", "-o", app.Output, "-nologo");
        string[] files =
        [
            .. Directory.EnumerateFiles(app.Output, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(app.Output, file)),
        ];
        Assert.All(_wanted, wanted => Assert.Contains(wanted, files));
        string metadata = await File.ReadAllTextAsync(Path.Combine(app.Output, "functions.metadata"), stop);
        Assert.Equal(FunctionsMetadata.Render(FunctionsMetadata.Read()), FunctionsMetadata.Render(JsonNode.Parse(metadata)!.AsArray()));
        Assert.Empty(files.Intersect(AppCopy.Strays));
        byte[] secret = Encoding.UTF8.GetBytes(AppCopy.Secret);
        foreach (string file in files)
        {
            Assert.False((await File.ReadAllBytesAsync(Path.Combine(app.Output, file), stop)).AsSpan().IndexOf(secret) >= 0, file);
        }
    }

    /// <summary>The files of the project that go where they are published, as the project itself says without being built.</summary>
    private static async Task<string[]> PublishedItemsAsync(AppCopy app)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        string answer = await app.DotnetAsync(stop, "msbuild", "-nologo", "-getItem:None", "-getItem:Content");
        JsonNode items = JsonNode.Parse(answer)!["Items"]!;
        return
        [
            .. items.AsObject().SelectMany(static kind => kind.Value!.AsArray())
                .Where(static one => Metadata(one!, "CopyToPublishDirectory") is { Length: > 0 } publish
                    ? publish is not "Never"
                    : Metadata(one!, "CopyToOutputDirectory") is not ("" or "Never"))
                .Select(static one => Path.GetFileName(one!["Identity"]!.GetValue<string>()))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    private static string Metadata(JsonNode item, string name) => item[name]?.GetValue<string>() ?? "";
}
