using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using CliWrap;
using CliWrap.Buffered;
using TenantTokens.Tooling;

namespace TenantTokens.AzureTests.Search;

/// <summary>eng/find-tokens.sh, with which docs/testing.md looks for tokens in what a Functions host has stored.</summary>
public sealed class FindTokensTests : IDisposable
{
    private const string Token = "hRCnr6Yd3BFrtxaF";
    private const string Other = "Qm8vXy2LpK4sTz0W";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stored-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_token_in_a_table_a_queue_or_a_blob_of_the_emulator_is_found_and_one_that_is_in_none_is_not()
    {
        using StoredAzurite azurite = await StoredAzurite.StartAsync(_folder.FullName, Stop);
        string document = JsonSerializer.Serialize(new { input = new { rotation = "rot-1", token = Token } });
        TableClient table = new(azurite.ConnectionString, "SimulatedHistory");
        await table.CreateAsync(Stop);
        await table.AddEntityAsync(
            new TableEntity("rotation-sim00001", "1") { ["Input"] = document.Replace(Token, $"{Token}-table", StringComparison.Ordinal) },
            Stop);
        QueueClient queue = new(azurite.ConnectionString, "simulated-workitems");
        await queue.CreateAsync(cancellationToken: Stop);
        await queue.SendMessageAsync(
            Convert.ToBase64String(Encoding.UTF8.GetBytes(document.Replace(Token, $"{Token}-queue", StringComparison.Ordinal))),
            Stop);
        BlobContainerClient container = new(azurite.ConnectionString, "simulated-largemessages");
        await container.CreateAsync(cancellationToken: Stop);
        await container.UploadBlobAsync(
            "1.gz",
            BinaryData.FromBytes(Packed(document.Replace(Token, $"{Token}-blob", StringComparison.Ordinal))),
            Stop);
        await azurite.StopAsync(Stop);

        Assert.Equal((1, true), await FindAsync($"{Token}-table"));
        Assert.Equal((1, true), await FindAsync($"{Token}-queue"));
        Assert.Equal((1, true), await FindAsync($"{Token}-blob"));
        Assert.Equal((0, false), await FindAsync(Other));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("abc")]
    public async Task Base64_is_looked_through_whatever_comes_before_it(string before)
    {
        await WriteAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{before}{Token} and more")));
        Assert.Equal((1, true), await FindAsync(Token));
        Assert.Equal((0, false), await FindAsync(Other));
    }

    [Fact]
    public async Task A_part_of_a_token_or_its_fingerprint_is_no_token()
    {
        await WriteAsync(Token[..^2] + "\n"
            + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes($"rot-1:{Token}"))));
        Assert.Equal((0, false), await FindAsync(Token));
    }

    [Fact]
    public async Task Nothing_to_look_for_or_nowhere_to_look_is_no_success()
    {
        Assert.Equal(2, (await RunAsync(Token)).ExitCode); // an empty folder
        await WriteAsync("x");
        Assert.Equal(2, (await RunAsync("\n")).ExitCode);
        Assert.Equal(2, (await RunAsync("short")).ExitCode);
    }

    [Fact]
    public async Task The_token_itself_is_never_printed()
    {
        await WriteAsync(Token);
        BufferedCommandResult result = await RunAsync($"{Other}\n{Token}\n");
        Assert.Equal(1, result.ExitCode);
        Assert.DoesNotContain(Token, result.StandardOutput + result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shellcheck_has_nothing_to_say_about_it()
    {
        string shellcheck = ExternalTool.Require("apt-get install shellcheck", "shellcheck");
        BufferedCommandResult result = await Cli.Wrap(shellcheck)
            .WithArguments([Script])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Stop);
        Assert.Equal("", result.StandardOutput);
    }

    private static string Script => Path.Combine(Repository.Root, "eng", "find-tokens.sh");

    private static byte[] Packed(string text)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private Task WriteAsync(string text) => File.WriteAllTextAsync(Path.Combine(_folder.FullName, "file"), text, Stop);

    private async Task<(int ExitCode, bool IsNamed)> FindAsync(string token)
    {
        BufferedCommandResult result = await RunAsync(token);
        return (result.ExitCode, result.StandardOutput.Contains("secret 1 is in ", StringComparison.Ordinal));
    }

    private async Task<BufferedCommandResult> RunAsync(string secrets)
        => await Cli.Wrap("bash")
            .WithArguments([Script, _folder.FullName])
            .WithStandardInputPipe(PipeSource.FromString(secrets))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(Stop);
}
