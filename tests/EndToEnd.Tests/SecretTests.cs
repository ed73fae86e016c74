using System.Text;
using System.Text.RegularExpressions;
using TenantTokens.EndToEnd.Tests.Infrastructure;

namespace TenantTokens.EndToEnd.Tests;

/// <summary>docs/invariants.md#i8: no token where it does not belong.</summary>
public sealed partial class SecretTests
{
    /// <summary>The product's own configuration files, which are where a token lives on a host.</summary>
    private static readonly string[] _homes =
    [
        "authorization.properties",
        "extensions.conf",
        "ruxitagent.conf",
        "zremoteagentuserconfig.conf",
        "deployment.conf",
        "ruxitagentproc.conf",
    ];

    [Fact]
    public async Task No_token_of_the_run_is_in_any_byte_of_data_output_logs_or_report()
    {
        await using World world = await World.StartAsync(machines: 12, models: false);
        HashSet<string> tokens = TokensOnHosts(world.Trees);
        await using RunningProgram rotating = world.Start("rotate", "--yes", "--json", "--verbose");
        ProgramResult result = await rotating.EndAsync();
        Assert.Contains("info:", result.Errors, StringComparison.Ordinal);
        Assert.True(result.ExitCode == 0, result.ToString());
        tokens.UnionWith(TokensOnHosts(world.Trees));
        Assert.True(tokens.Count >= 3, "the old and the new token and the other environment's must be known to this test");

        ProgramResult status = await world.RunAsync("status");
        ProgramResult hosts = await world.RunAsync("hosts", "--json");
        ProgramResult report = await world.RunAsync("report");

        foreach (string token in tokens)
        {
            foreach (ProgramResult said in (ProgramResult[])[result, status, hosts, report])
            {
                Assert.False(said.ToString().Contains(token, StringComparison.Ordinal), "a token is in the output");
            }

            Assert.Equal([], FilesWith(world.Data, token));
            Assert.Equal([], FilesWith(world.Trees, token).Where(static file => !_homes.Contains(Path.GetFileName(file))));
        }
    }

    private static HashSet<string> TokensOnHosts(string trees)
        => [.. Directory.EnumerateFiles(trees, "*", SearchOption.AllDirectories)
            .Where(static file => _homes.Contains(Path.GetFileName(file)))
            .SelectMany(static file => TokenLine().Matches(File.ReadAllText(file)))
            .Select(static match => match.Groups["token"].Value)];

    private static IEnumerable<string> FilesWith(string directory, string token)
    {
        byte[] wanted = Encoding.ASCII.GetBytes(token);
        return Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Where(file => File.ReadAllBytes(file).AsSpan().IndexOf(wanted) >= 0);
    }

    [GeneratedRegex(@"(?im)^\s*tenanttoken\s*[= ]\s*(?<token>[A-Za-z0-9._-]{8,})")]
    private static partial Regex TokenLine();
}
