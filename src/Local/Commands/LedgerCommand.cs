using System.CommandLine;
using TenantTokens.Azure;
using TenantTokens.Configuration.Reading;
using TenantTokens.Ledger;
using TenantTokens.Ledger.AzureTables;
using TenantTokens.Ledger.Files;
using TenantTokens.Local.Engine;
using TenantTokens.Local.Following;
using TenantTokens.Local.Hosting;
using TenantTokens.Local.Ledger;

namespace TenantTokens.Local.Commands;

/// <summary>Checks a ledger, backs it up and moves it: between data directories, and to the app's tables and back.</summary>
internal sealed class LedgerCommand
{
    private readonly Option<DirectoryInfo> _data = new("--data", "-d")
    {
        Description = $"The data directory (default {CommonOptions.DefaultData}).",
        DefaultValueFactory = static _ => new DirectoryInfo(CommonOptions.DefaultData),
    };

    private readonly Option<bool> _tables = new("--tables")
    {
        Description = $"Use the app's ledger instead of a data directory. {LedgerTables.UriSetting} says where it is, "
            + $"or {LedgerTables.ConnectionStringSetting} for an emulator on this machine.",
    };

    private readonly Option<FileInfo> _config = new("--config", "-c")
    {
        Description = "With --tables: the configuration file (rotation.json) that says how to sign in to Azure.",
        DefaultValueFactory = static _ => new FileInfo("rotation.json"),
    };

    private readonly Argument<FileInfo> _file = new("file") { Description = "The file of JSON lines." };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        LedgerCommand command = new();
        return new Command("ledger", "Check a ledger, back it up, and move it.")
        {
            command.CreateCheck(),
            command.CreateExport(),
            command.CreateImport(),
        };
    }

    private Command CreateCheck()
    {
        Command command = new("check", """
            Read the whole ledger and report every inconsistency.

            Example:
              tenant-token ledger check --data /var/lib/tenant-token
            """) { _data, _tables, _config };
        command.SetAction((parsed, cancellationToken) => WithStoreAsync(parsed, LocalLedger.OpenExisting, async store =>
        {
            LedgerCheck check = await LedgerCheck.RunAsync(store, cancellationToken);
            if (check.Problems.Count > 0)
            {
                throw new LedgerDamagedException(store.Place, $"{string.Join("; ", check.Problems)}.");
            }

            Terminal.OutputOf(parsed.InvocationConfiguration).WriteLine(
                $"The ledger is consistent: {store.Place}, {check.Rows} rows, {check.Rotations} rotations and plans.");
        }));
        return command;
    }

    private Command CreateExport()
    {
        Command command = new("export", """
            Write the ledger to a file of JSON lines. Stop whatever drives the ledger first. The file holds no token.

            Example:
              tenant-token ledger export ledger.jsonl --data /var/lib/tenant-token
            """) { _file, _data, _tables, _config };
        command.SetAction((parsed, cancellationToken) => WithStoreAsync(parsed, LocalLedger.OpenExisting, async store =>
        {
            string path = parsed.GetRequiredValue(_file).FullName;
            int rows = 0;
            await PrivateFile.WriteAsync(
                path, async writer => rows = await LedgerFile.ExportAsync(store, writer, TimeProvider.System, cancellationToken));
            Terminal.OutputOf(parsed.InvocationConfiguration).WriteLine($"{rows} rows of {store.Place} were written to {path}.");
        }));
        return command;
    }

    private Command CreateImport()
    {
        Command command = new("import", """
            Read an exported file into an empty ledger. If a line is damaged, nothing is imported. An open rotation then sends nothing
            until it has taken over the claim of the copy that it came from: 'tenant-token resume', then 'tenant-token take-over'.

            Example:
              tenant-token ledger import ledger.jsonl --data ./restored
            """) { _file, _data, _tables, _config };
        command.SetAction((parsed, cancellationToken) => WithStoreAsync(parsed, OpenForImport, async store =>
        {
            string path = parsed.GetRequiredValue(_file).FullName;
            int rows = await new LedgerImport(store).RunAsync(path, cancellationToken);
            Terminal.OutputOf(parsed.InvocationConfiguration).WriteLine($"{rows} rows were imported into {store.Place}.");
        }));
        return command;
    }

    private static SqliteLedgerStore OpenForImport(string data)
    {
        string journal = DataDirectory.JournalPathIn(data);
        return File.Exists(journal)
            ? throw new UserErrorException($"'{journal}' belongs to another ledger. Import into an empty data directory.")
            : new SqliteLedgerStore(DataDirectory.LedgerPathIn(data));
    }

    private async Task<int> WithStoreAsync(ParseResult parsed, Func<string, SqliteLedgerStore> open, Func<ILedgerStore, Task> work)
    {
        try
        {
            if (parsed.GetValue(_tables))
            {
                await work(OpenTables(parsed.GetRequiredValue(_config).FullName));
                return ExitCodes.Completed;
            }

            await using SqliteLedgerStore store = open(parsed.GetRequiredValue(_data).FullName);
            await work(store);
            return ExitCodes.Completed;
        }
        catch (Exception exception) when (exception is LedgerFileException or LedgerTablesException)
        {
            throw new UserErrorException(exception.Message);
        }
        catch (FileNotFoundException missing)
        {
            throw new UserErrorException($"'{missing.FileName}' does not exist.");
        }
    }

    private static AzureTablesLedgerStore OpenTables(string configuration)
    {
        RotationConfigurationResult read = RotationConfiguration.Load(configuration);
        if (!read.IsValid)
        {
            throw new UserErrorException(read.Problems.Select(problem => $"{configuration}: {problem}"));
        }

        return new AzureTablesLedgerStore(LedgerTables.Open(
            Environment.GetEnvironmentVariable(LedgerTables.UriSetting),
            Environment.GetEnvironmentVariable(LedgerTables.ConnectionStringSetting),
            AzureCredentials.Create(read.Options.Azure)));
    }
}
