using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;
using TenantTokens.Infra.Tests.Tools;
using TenantTokens.Tooling;

namespace TenantTokens.Infra.Tests;

/// <summary>One variable, DURABLE_BACKEND, decides what is deployed and what is built: azd hands it to Bicep and to MSBuild.</summary>
public sealed class DurableBackendTests
{
    private const string Switch = "DURABLE_BACKEND";
    private const string Package = "Microsoft.Azure.Functions.Worker.Extensions.DurableTask.AzureManaged";

    private static readonly string _project = Path.Combine(Repository.Root, "src", "Functions", "Functions.csproj");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "azureStorage")]
    [InlineData("azureManaged", "azureManaged")]
    public async Task What_is_deployed_follows_the_variable(string? value, string backend)
        => Assert.Equal(
            backend,
            (await Infrastructure.ParametersAsync(Environment(value), Stop))["durableBackend"]!["value"]!.GetValue<string>());

    [Fact]
    public async Task A_backend_that_there_is_not_is_not_deployed()
        => Assert.Contains(
            "'azureManaged' | 'azureStorage'",
            (await Assert.ThrowsAsync<InvalidDataException>(() => Infrastructure.ParametersAsync(Environment("sqlite"), Stop))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(null, false)]
    [InlineData("azureStorage", false)]
    [InlineData("azureManaged", true)]
    public async Task The_package_of_the_scheduler_is_referenced_when_the_variable_says_so_and_not_otherwise(string? value, bool referenced)
    {
        string[] packages = await PackagesAsync(Environment(value));

        Assert.Contains("Microsoft.Azure.Functions.Worker.Extensions.DurableTask", packages); // the list is read
        Assert.Equal(referenced, packages.Contains(Package));
    }

    [Fact]
    public async Task A_property_on_the_command_line_does_the_same()
        => Assert.Contains(Package, await PackagesAsync(Environment(null), $"-p:{Switch}=azureManaged"));

    [Fact]
    public async Task A_backend_that_there_is_not_is_not_built()
    {
        BufferedCommandResult result = await MSBuildAsync(Environment("sqlite"), "-t:CheckDurableBackend");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(
            "DURABLE_BACKEND is 'sqlite'. It must be azureStorage, which is the default, or azureManaged.",
            result.StandardOutput,
            StringComparison.Ordinal);
        Assert.Equal(0, (await MSBuildAsync(Environment("azureManaged"), "-t:CheckDurableBackend")).ExitCode);
    }

    private static Dictionary<string, string?> Environment(string? value) => new() { [Switch] = value };

    private static async Task<string[]> PackagesAsync(Dictionary<string, string?> environment, params string[] arguments)
    {
        BufferedCommandResult result = await MSBuildAsync(environment, ["-getItem:PackageReference", .. arguments]);
        Assert.True(result.ExitCode is 0, result.StandardOutput + result.StandardError);
        return [
            .. JsonNode.Parse(result.StandardOutput)!["Items"]!["PackageReference"]!
                .AsArray()
                .Select(static item => item!["Identity"]!.GetValue<string>()),
        ];
    }

    private static async Task<BufferedCommandResult> MSBuildAsync(Dictionary<string, string?> environment, params string[] arguments)
        => await Cli.Wrap("dotnet")
            .WithArguments(["msbuild", _project, "-nologo", .. arguments])
            .WithEnvironmentVariables(environment)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Stop);
}
