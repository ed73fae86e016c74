using System.CommandLine;
using TenantTokens.Ledger;
using TenantTokens.Ledger.Files;
using TenantTokens.Local.Commands;
using TenantTokens.Local.Engine;
using TenantTokens.Local.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Testing.Ledger;

namespace TenantTokens.Local.Tests.Ledger;

/// <summary>A ledger is backed up and moved as JSON lines.</summary>
public sealed class LedgerFileTests : IDisposable
{
    private const string Row = """{"partition":"rotation:r","key":"rotation","row":{"a":"ä<é>"}}""";
    private const string Head = """{"tenantTokenLedger":1}""";

    private readonly TemporaryDirectory _temporary = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task A_ledger_comes_back_to_the_byte_through_another_kind_of_store()
    {
        string file = _temporary.File("ledger.jsonl");
        MemoryLedgerStore tables = new();
        await using SqliteLedgerStore sqlite = new(_temporary.File("ledger.db"));
        await using SqliteLedgerStore back = new(_temporary.File("back.db"));
        await FillAsync(sqlite);

        Assert.Equal(251, await ExportAsync(sqlite, file));
        Assert.Equal(251, await new LedgerImport(tables).RunAsync(file, Stop));
        await ExportAsync(tables, file);
        await new LedgerImport(back).RunAsync(file, Stop);

        Assert.Equal(await RowsAsync(sqlite), await RowsAsync(back));
        Assert.Contains(("rotation:r", "rotation", """{"a":"ä<é>"}"""), await RowsAsync(back));
    }

    [Fact]
    public async Task The_id_of_a_copy_stays_where_it_is()
    {
        MemoryLedgerStore store = new();
        string id = await new CopyLedger(store, TimeProvider.System).GetIdAsync(Stop);
        string file = _temporary.File("ledger.jsonl");

        Assert.Equal(0, await ExportAsync(store, file));

        Assert.DoesNotContain(id, await File.ReadAllTextAsync(file, Stop), StringComparison.Ordinal);
        MemoryLedgerStore other = new();
        await new LedgerImport(other).RunAsync(file, Stop);
        Assert.NotEqual(id, await new CopyLedger(other, TimeProvider.System).GetIdAsync(Stop));
    }

    [Fact]
    public async Task A_ledger_that_is_not_empty_takes_no_import()
    {
        MemoryLedgerStore store = new();
        await FillAsync(store);
        string file = _temporary.File("ledger.jsonl");
        await ExportAsync(store, file);

        LedgerFileException refused = await Assert.ThrowsAsync<LedgerFileException>(() => new LedgerImport(store).RunAsync(file, Stop));

        Assert.Contains("not empty", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("line 1 is not the first line", Row, """{"rows":1}""")]
    [InlineData("line 1 says version 2", """{"tenantTokenLedger":2}""", """{"rows":0}""")]
    [InlineData("line 2 is not a line of a ledger file; line 4 lacks a partition", Head, "{", Row, """{"key":"x"}""", """{"rows":1}""")]
    [InlineData("line 3 repeats an earlier row", Head, Row, Row, """{"rows":2}""")]
    [InlineData("line 2 belongs to the copy", Head, """{"partition":"copy","key":"copy","row":{}}""", """{"rows":1}""")]
    [InlineData("line 2 has an invalid key", Head, """{"partition":"rotation:r","key":"a b","row":{}}""", """{"rows":1}""")]
    [InlineData("ends after line 2", Head, Row)]
    [InlineData("says 3 rows; 1 are there", Head, Row, """{"rows":3}""")]
    [InlineData("line 3 comes after the end", Head, """{"rows":0}""", Row)]
    public async Task A_damaged_file_is_refused_as_a_whole_and_its_lines_are_named(string problem, params string[] lines)
    {
        string file = _temporary.File("ledger.jsonl");
        await File.WriteAllLinesAsync(file, lines, Stop);
        MemoryLedgerStore store = new();

        LedgerFileException refused = await Assert.ThrowsAsync<LedgerFileException>(() => new LedgerImport(store).RunAsync(file, Stop));

        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.Empty(await RowsAsync(store));
    }

    [Fact]
    public async Task An_import_that_ended_in_its_middle_leaves_a_ledger_that_is_refused()
    {
        string file = _temporary.File("ledger.jsonl");
        MemoryLedgerStore source = new();
        await FillAsync(source);
        await ExportAsync(source, file);
        string data = _temporary.File("data");
        await using (SqliteLedgerStore store = new(DataDirectory.LedgerPathIn(data)))
        {
            await new LedgerImport(store).RunAsync(file, Stop);
            Assert.False(await LedgerImport.IsIncompleteAsync(store, Stop));
            await store.TryCommitAsync("copy", [new LedgerWrite.Insert("import", "{}")], Stop); // as it stands there meanwhile
        }

        LedgerDamagedException damaged = Assert.Throws<LedgerDamagedException>(() => LocalLedger.Open(data));
        Assert.Contains("did not finish", damaged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_commands_check_export_and_import()
    {
        string data = _temporary.File("data");
        string file = _temporary.File("ledger.jsonl");
        await using (SqliteLedgerStore store = LocalLedger.Open(data))
        {
            await new RotationLedger(store, TimeProvider.System).OpenAsync(new RotationRequest("sim00001", "rachel"), Stop);
        }

        string restored = _temporary.File("restored");
        string other = _temporary.File("new");
        await SaysAsync("1 rotations", 0, "ledger", "check", "--data", data);
        await SaysAsync("3 rows of", 0, "ledger", "export", file, "--data", data);
        await SaysAsync("3 rows were imported", 0, "ledger", "import", file, "--data", restored);
        await SaysAsync("1 rotations", 0, "ledger", "check", "--data", restored);
        await SaysAsync("not empty", ExitCodes.Usage, "ledger", "import", file, "--data", data);
        await SaysAsync("does not exist", ExitCodes.Usage, "ledger", "import", file + "x", "--data", other);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task A_check_names_a_pointer_without_its_row()
    {
        MemoryLedgerStore store = new();
        await store.TryCommitAsync("environment:sim00001", [new LedgerWrite.Insert("open", """{"rotationId":"rot-9"}""")], Stop);

        LedgerCheck check = await LedgerCheck.RunAsync(store, Stop);

        Assert.Equal(["the row 'open' of 'environment:sim00001' names rotation rot-9, which has no row"], check.Problems);
    }

    private static async Task SaysAsync(string what, int exit, params string[] args)
    {
        StringWriter said = new();
        Assert.Equal(exit, await CommandLine.RunAsync(args, new InvocationConfiguration { Output = said, Error = said }, Stop));
        Assert.Contains(what, said.ToString(), StringComparison.Ordinal);
    }

    private static async Task<int> ExportAsync(ILedgerStore store, string file)
    {
        await using StreamWriter writer = new(file);
        return await LedgerFile.ExportAsync(store, writer, TimeProvider.System, Stop);
    }

    private static async Task FillAsync(ILedgerStore store)
    {
        await store.TryCommitAsync("rotation:r", [new LedgerWrite.Insert("rotation", """{"a":"ä<é>"}""")], Stop);
        for (int row = 0; row < 250; row++)
        {
            await store.TryCommitAsync("audit:r", [new LedgerWrite.Insert($"{row:D4}", $$"""{"number": {{row}} }""")], Stop);
        }
    }

    private static async Task<List<(string Partition, string Key, string Json)>> RowsAsync(ILedgerStore store)
        => await store.ReadAllAsync(Stop).Select(static row => (row.Partition, row.Row.Key, row.Row.Json)).ToListAsync(Stop);
}
