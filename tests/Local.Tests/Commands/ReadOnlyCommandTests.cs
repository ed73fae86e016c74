using System.CommandLine;
using TenantTokens.Local.Commands;
using TenantTokens.Local.Ledger;

namespace TenantTokens.Local.Tests.Commands;

/// <summary>Commands that only read, or that are about a rotation that must be there, make nothing where there is nothing.</summary>
public sealed class ReadOnlyCommandTests : IDisposable
{
    private readonly TemporaryDirectory _place = new();

    public ReadOnlyCommandTests() => File.WriteAllText(Configuration, """
        {
          "environments": [{ "id": "abc12345", "apiUrl": "https://abc12345.live.dynatrace.com", "apiTokenSecret": "dynatrace-api-token", "tenantTokenSecret": "dynatrace-tenant-token" }],
          "azure": { "vaultUri": "https://my-vault.vault.azure.net" },
          "fleet": { "subscriptions": ["00000000-0000-0000-0000-000000000000"] },
          "approvals": { "finish": { "approvers": ["alice"] } }
        }
        """);

    public static TheoryData<string> Commands =>
    [
        "status",
        "status --json",
        "audit",
        "hosts",
        "report",
        "schedule",
        "ledger check",
        "approve",
        "hold",
        "roll-back",
        "decide Approve",
        "abort",
        "resume",
        "adopt",
        "forward",
        "pause",
        "retry",
        "skip --target x --reason y",
        "escalate --reason y",
        "take-over --holder x --reason y",
        "close --reason y",
        "retire --agent x --reason y",
        "sessions revoke --person alice",
    ];

    private string Configuration => _place.File("rotation.json");

    private string Data => _place.File("data");

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Without_a_data_directory_the_answer_names_it_and_nothing_is_made(string command)
    {
        (int exit, string output, string errors) = await RunAsync(command);
        Assert.Equal((ExitCodes.Usage, ""), (exit, output));
        Assert.Equal(
            $"There is no data directory {Data}. Check --data. 'rotate', 'plan', 'serve' and 'ledger import' create the"
                + $" directory.{Environment.NewLine}",
            errors);
        Assert.Equal([Configuration], Directory.GetFileSystemEntries(_place.Path));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task In_a_directory_without_a_ledger_none_is_made_either(string command)
    {
        Directory.CreateDirectory(Data);
        (int exit, _, string errors) = await RunAsync(command);
        Assert.Equal(ExitCodes.Usage, exit);
        Assert.StartsWith($"There is no ledger in {Data}. ", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Data));
    }

    [Fact]
    public async Task An_export_makes_neither_the_directory_nor_the_file()
    {
        (int exit, _, string errors) = await RunAsync($"ledger export {_place.File("ledger.jsonl")}");
        Assert.Equal(ExitCodes.Usage, exit);
        Assert.StartsWith("There is no data directory ", errors, StringComparison.Ordinal);
        Assert.Equal([Configuration], Directory.GetFileSystemEntries(_place.Path));
    }

    [Fact]
    public async Task With_a_ledger_they_answer()
    {
        await LocalLedger.Open(Data).DisposeAsync();
        (int exit, string output, _) = await RunAsync("schedule");
        Assert.Equal((0, $"abc12345: Never due: no schedule is configured.{Environment.NewLine}"), (exit, output));
    }

    public void Dispose() => _place.Dispose();

    private async Task<(int Exit, string Output, string Errors)> RunAsync(string command)
    {
        using StringWriter output = new();
        using StringWriter errors = new();
        string[] configuration = command.StartsWith("ledger", StringComparison.Ordinal) ? [] : ["--config", Configuration];
        int exit = await CommandLine.RunAsync(
            [.. command.Split(' '), .. configuration, "--data", Data],
            new InvocationConfiguration { Output = output, Error = errors, ProcessTerminationTimeout = null },
            TestContext.Current.CancellationToken);
        return (exit, output.ToString(), errors.ToString());
    }
}
