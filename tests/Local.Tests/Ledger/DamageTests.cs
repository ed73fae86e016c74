using System.CommandLine;
using Microsoft.Data.Sqlite;
using TenantTokens.Ledger;
using TenantTokens.Local.Commands;
using TenantTokens.Local.Engine;
using TenantTokens.Local.Hosting;
using TenantTokens.Local.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Local.Tests.Ledger;

/// <summary>A ledger that cannot be trusted is named, with the way out, and nothing is started beside it.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();
    private readonly string _data;
    private readonly string _ledger;

    public DamageTests()
    {
        _data = _temporary.File("data");
        _ledger = DataDirectory.LedgerPathIn(_data);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_file_that_is_no_database_is_named()
    {
        File.WriteAllText(_ledger, new string('x', 8192));

        AssertNamed("damaged, or no SQLite database");
    }

    [Fact]
    public async Task A_page_that_was_overwritten_is_noticed_when_the_ledger_is_opened()
    {
        await RotateAsync(rows: 300);
        using (FileStream file = new(_ledger, FileMode.Open, FileAccess.Write))
        {
            file.Seek(2 * 4096, SeekOrigin.Begin);
            file.Write(new byte[3 * 4096]);
        }

        AssertNamed("it is damaged");
    }

    [Theory]
    [InlineData("CREATE TABLE theirs (id INTEGER);", "its tables are different")]
    [InlineData("CREATE TABLE theirs (id INTEGER); PRAGMA application_id = 4711;", "application id 4711")]
    public void A_database_of_another_program_is_left_alone(string sql, string problem)
    {
        Run(_ledger, sql);
        byte[] before = File.ReadAllBytes(_ledger);

        AssertNamed(problem);

        Assert.Equal(before, File.ReadAllBytes(_ledger));
    }

    [Fact]
    public async Task A_ledger_from_before_files_had_an_application_id_is_taken_and_gets_one()
    {
        string rotation = await RotateAsync();
        Run(_ledger, "PRAGMA application_id = 0;");

        await using (SqliteLedgerStore store = LocalLedger.Open(_data))
        {
            Assert.NotNull(await new RotationLedger(store, TimeProvider.System).FindAsync(rotation, Stop));
        }

        Assert.Equal(LedgerSchema.Format.ApplicationId, Run(_ledger, "PRAGMA application_id"));
    }

    [Fact]
    public async Task A_ledger_without_one_of_its_tables_is_damaged()
    {
        await RotateAsync();
        Run(_ledger, "DROP TABLE counter;");

        AssertNamed("tables are missing");
    }

    [Fact]
    public async Task A_ledger_whose_wal_file_is_gone_is_named_until_somebody_says_that_nothing_is_missing()
    {
        await RotateAsync();
        File.WriteAllText(_ledger + ".open", ""); // as a process that was killed leaves it

        AssertNamed("'-wal' is missing".Replace("'-wal'", $"'{_ledger}-wal'", StringComparison.Ordinal));

        File.Delete(_ledger + ".open");
        await LocalLedger.Open(_data).DisposeAsync();
    }

    [Fact]
    public async Task While_a_ledger_is_open_a_file_beside_it_says_so_and_closing_it_takes_that_away()
    {
        await using (SqliteLedgerStore first = LocalLedger.Open(_data))
        {
            await LocalLedger.Open(_data).DisposeAsync();
            Assert.True(File.Exists(_ledger + ".open"));
        }

        Assert.False(File.Exists(_ledger + ".open"));
    }

    [Fact]
    public async Task A_ledger_that_is_missing_beside_a_journal_with_a_rotation_is_never_an_empty_one()
    {
        string rotation = await RotateAsync();
        Journal(rotation);
        File.Delete(_ledger);

        AssertNamed($"missing or empty, and the journal '{DataDirectory.JournalPathIn(_data)}' knows rotation {rotation}");

        Assert.False(File.Exists(_ledger));
    }

    [Fact]
    public async Task A_ledger_that_does_not_know_the_journals_rotation_is_another_one()
    {
        await RotateAsync();
        Journal("rot-from-elsewhere");

        AssertNamed("knows rotation rot-from-elsewhere, which this ledger lacks");
    }

    [Fact]
    public void A_ledger_that_is_missing_beside_a_journal_that_nobody_can_read_is_not_begun_anew()
    {
        File.WriteAllText(DataDirectory.JournalPathIn(_data), new string('x', 8192));

        AssertNamed("cannot be read");
    }

    [Fact]
    public async Task A_directory_that_never_had_a_rotation_is_begun()
    {
        Journal(null);

        await LocalLedger.Open(_data).DisposeAsync();
    }

    [Theory]
    [InlineData("DELETE FROM row WHERE partition LIKE 'rotation:%'", "names rotation rot-")]
    [InlineData("UPDATE row SET json = '{' WHERE partition LIKE 'rotation:%'", "is not readable as RotationRecord")]
    public async Task A_pointer_without_its_row_and_a_row_that_is_unreadable_are_never_no_rotation(string sql, string problem)
    {
        await RotateAsync();
        Run(_ledger, sql);
        await using SqliteLedgerStore store = LocalLedger.Open(_data);
        RotationLedger rotations = new(store, TimeProvider.System);

        AssertNamed(problem, await Assert.ThrowsAsync<LedgerDamagedException>(() => rotations.FindLatestAsync("sim00001", Stop)));
        await Assert.ThrowsAsync<LedgerDamagedException>(() => rotations.OpenAsync(new RotationRequest("sim00001", "rachel"), Stop));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("rotate --yes")]
    [InlineData("resume")]
    public async Task Every_command_says_it_in_one_line(string command)
    {
        string rotation = await RotateAsync();
        Journal(rotation);
        File.Delete(_ledger);
        StringWriter errors = new();
        string configuration = await ConfigurationAsync();

        InvocationConfiguration invocation = new() { Output = TextWriter.Null, Error = errors };
        int exit = await CommandLine.RunAsync([.. command.Split(' '), "--config", configuration, "--data", _data], invocation, Stop);

        Assert.Equal(ExitCodes.Unexpected, exit);
        Assert.StartsWith($"The ledger cannot be trusted: {_ledger}: it is missing", errors.ToString(), StringComparison.Ordinal);
        Assert.Single(errors.ToString().TrimEnd().Split('\n'));
        Assert.DoesNotContain("Exception", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_journal_is_rebuilt_from_the_ledger_with_one_line_that_says_so()
    {
        string rotation = await RotateAsync();
        string journal = DataDirectory.JournalPathIn(_data);
        File.WriteAllText(journal, new string('x', 8192));
        StringWriter notices = new();
        await using LocalHost host = LocalHost.Open(Some.Options(), _data, verbose: false);
        host.Notices = new(notices);

        Assert.True(await host.TryDriveAsync(Stop));

        string says = $"The journal '{journal}' was damaged and has been moved to '{journal}.damaged-";
        Assert.StartsWith(says, notices.ToString(), StringComparison.Ordinal);
        Assert.Single(notices.ToString().TrimEnd().Split('\n'));
        Assert.NotNull(await host.Get<RotationLedger>().FindAsync(rotation, Stop));
        Assert.Single(Directory.GetFiles(_data, "journal.db.damaged-*"));
    }

    private async Task<string> RotateAsync(int rows = 0)
    {
        await using SqliteLedgerStore store = LocalLedger.Open(_data);
        for (int row = 0; row < rows; row++)
        {
            await store.TryCommitAsync($"audit:{row}", [new LedgerWrite.Insert("entry", $"\"{new string('y', 200)}\"")], Stop);
        }

        RotationLedger rotations = new(store, TimeProvider.System);
        return (await rotations.OpenAsync(new RotationRequest("sim00001", "rachel"), Stop)).Rotation.RotationId;
    }

    /// <summary>A journal that knows a rotation, or none.</summary>
    private void Journal(string? rotation)
    {
        string path = DataDirectory.JournalPathIn(_data);
        SqliteFile.Open(path, JournalSchema.Format).Dispose();
        if (rotation is not null)
        {
            Run(path, $$"""
                INSERT INTO instance (key, id, name, parent, parent_step, status, created, updated, input)
                VALUES (1, 'rotation-sim00001', 'Rotation', 0, 0, 0, 0, 0, '{"rotationId":"{{rotation}}"}');
                """);
        }
    }

    private async Task<string> ConfigurationAsync()
    {
        string path = _temporary.File("rotation.json");
        await File.WriteAllTextAsync(
            path,
            """
            {
              "environments": [
                { "id": "sim00001", "apiUrl": "https://localhost:1", "apiTokenSecret": "api-token", "tenantTokenSecret": "tenant-token" }
              ],
              "azure": { "vaultUri": "https://localhost:1", "armEndpoint": "https://localhost:1", "credential": "simulated" },
              "fleet": { "subscriptions": ["00000000-0000-0000-0000-000000000001"] }
            }
            """,
            Stop);
        return path;
    }

    private void AssertNamed(string problem) => AssertNamed(problem, Assert.Throws<LedgerDamagedException>(() => LocalLedger.Open(_data)));

    private void AssertNamed(string problem, LedgerDamagedException damaged)
    {
        Assert.Contains(problem, damaged.Message, StringComparison.Ordinal);
        Assert.Contains(_ledger, damaged.Message, StringComparison.Ordinal);
        Assert.Contains("backup", damaged.Message, StringComparison.Ordinal);
    }

    private static object? Run(string path, string sql)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
