using CliWrap;
using CliWrap.EventStream;
using TenantTokens.Local.Engine;

namespace TenantTokens.Local.Tests.Engine;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    [Fact]
    public void A_directory_has_one_owner_at_a_time()
    {
        using (DataDirectory.Acquire(_temporary.Path))
        {
            Assert.Null(DataDirectory.TryAcquire(_temporary.Path));
            DataDirectoryInUseException refused = Assert.Throws<DataDirectoryInUseException>(() => DataDirectory.Acquire(_temporary.Path));
            Assert.Equal(_temporary.Path, refused.Path);
        }

        using DataDirectory again = DataDirectory.Acquire(_temporary.Path);
    }

    [Fact]
    public async Task Another_process_owns_the_directory_until_it_dies()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs flock(1).");
        DataDirectory.Acquire(_temporary.Path).Dispose();
        using CancellationTokenSource kill = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        // one process: a child of flock could hold the lock for a moment longer
        Command holder = Cli.Wrap("flock")
            .WithArguments(["--no-fork", _temporary.File("engine.lock"), "sh", "-c", "echo held; exec sleep 600"])
            .WithValidation(CommandResultValidation.None);
        try
        {
            await foreach (CommandEvent happened in holder.ListenAsync(kill.Token))
            {
                if (happened is StandardOutputCommandEvent { Text: "held" })
                {
                    Assert.Null(DataDirectory.TryAcquire(_temporary.Path));
                    await kill.CancelAsync(); // SIGKILL
                }
            }
        }
        catch (OperationCanceledException) when (kill.IsCancellationRequested)
        {
            // Killed, as it was meant to be.
        }

        using DataDirectory taken = DataDirectory.Acquire(_temporary.Path);
    }

    [Fact]
    public void A_new_directory_and_its_files_are_for_the_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix modes.");
            return;
        }

        string path = _temporary.File("new/deeper");
        using DataDirectory directory = DataDirectory.Acquire(path);
        DataDirectory.CreateOwnerOnlyFile(directory.JournalPath);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
        foreach (string file in Directory.GetFiles(path))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        Assert.Equal(2, Directory.GetFiles(path).Length);
    }

    public void Dispose() => _temporary.Dispose();
}
