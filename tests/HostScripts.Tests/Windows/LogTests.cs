using TenantTokens.HostScripts.Tests.Windows.Hosts;
using TenantTokens.Machines;
using TenantTokens.Simulator.Machines.Windows;
using static TenantTokens.HostScripts.Tests.Windows.Hosts.WindowsHost;

namespace TenantTokens.HostScripts.Tests.Windows;

/// <summary>
/// A rejection in the ActiveGate's log counts when it was written after the start, whatever became of the file that it is in.
/// </summary>
public sealed class LogTests
{
    private const string Generation1 = @"C:\ProgramData\dynatrace\gateway\log\dynatracegateway.0.1.log";
    private const string Rejection = "REQUEST_REJECTED\n";
    private static readonly string _much = string.Concat(Enumerable.Range(0, 5000).Select(static i => $"line {i}\n"));

    [Theory]
    [InlineData(false, "")]
    [InlineData(false, "fine\n")]
    [InlineData(true, "fine\n")]
    [InlineData(true, "fine\nmuch")]
    [InlineData(null, "fine\n")]
    public async Task A_rejection_from_before_is_not_ours(bool? isRenamed, string written)
    {
        await using WindowsHost host = WithActiveGate().With(Log, "REQUEST_REJECTED a month ago\n");
        OnStart(host, () => Write(host, isRenamed, written));

        Assert.True((await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok").Connected);
    }

    [Theory]
    [InlineData(false, Rejection)]
    [InlineData(true, Rejection)]
    [InlineData(true, Rejection + "much")]
    [InlineData(null, Rejection + "much")]
    public async Task A_rejection_from_after_the_start_is_not_missed(bool? isRenamed, string written)
    {
        await using WindowsHost host = WithActiveGate().With(Log, "REQUEST_REJECTED a month ago\n" + _much[..9000]);
        OnStart(host, () => Write(host, isRenamed, written));

        Assert.False((await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok").Connected);
    }

    [Fact]
    public async Task A_rejection_at_the_end_of_a_generation_that_is_renamed_is_not_missed()
    {
        await using WindowsHost host = WithActiveGate().With(Log, "REQUEST_REJECTED a month ago\n");
        OnStart(host, () =>
        {
            File.AppendAllText(host.Place(Log), Rejection);
            Write(host, isRenamed: true, "fine\n");
        });

        Assert.False((await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok").Connected);
    }

    [Fact]
    public async Task A_successor_that_begins_with_the_words_of_its_predecessor_is_a_new_log()
    {
        await using WindowsHost host = WithActiveGate().With(Log, Rejection);
        OnStart(host, () => Write(host, isRenamed: true, Rejection));

        Assert.False((await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok").Connected);
    }

    /// <summary>FAT has no ids: the content alone tells then.</summary>
    [Theory]
    [InlineData(Rejection, false)]
    [InlineData("fine\n", true)]
    public async Task Where_files_have_no_id_their_beginnings_tell(string written, bool isConnected)
    {
        await using WindowsHost host = WithActiveGate().With(Log, "REQUEST_REJECTED a month ago\n").Fails("fsutil.exe file");
        OnStart(host, () => Write(host, isRenamed: true, written));

        Assert.Equal(isConnected, (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok").Connected);
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_proves_nothing()
    {
        await using WindowsHost host = WithActiveGate();
        OnStart(host, () => File.CreateSymbolicLink(host.Place(Generation1), host.Place(@"C:\nowhere.log")));

        Assert.Null((await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok").Connected);
    }

    [Fact]
    public async Task An_ActiveGate_without_a_log_proves_nothing_by_it()
    {
        await using WindowsHost host = WithActiveGate().Without(Log);

        Assert.Null((await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok").Connected);
    }

    [Fact]
    public void A_file_keeps_its_identity_under_another_name_and_shares_it_with_no_other()
    {
        string one = Path.GetTempFileName(), other = Path.GetTempFileName();
        ulong? before = FileIdentity.Of(one);
        File.Move(one, one + "x");

        Assert.NotNull(before);
        Assert.Equal(before, FileIdentity.Of(one + "x"));
        Assert.NotEqual(before, FileIdentity.Of(other));
        Assert.Null(FileIdentity.Of(one));
        File.Delete(one + "x");
        File.Delete(other);
    }

    /// <param name="host">The machine.</param>
    /// <param name="isRenamed">Whether the generation is moved first; null for a log that is cut instead.</param>
    /// <param name="text">What is then written; much of it where the text says so.</param>
    private static void Write(WindowsHost host, bool? isRenamed, string text)
    {
        string path = host.Place(Log), written = text.Replace("much", _much, StringComparison.Ordinal);
        if (isRenamed is true)
        {
            File.Move(path, host.Place(Generation1));
        }

        if (isRenamed is null)
        {
            File.WriteAllText(path, written);
        }
        else
        {
            File.AppendAllText(path, written);
        }
    }

    private static void OnStart(WindowsHost host, Action change)
    {
        Func<string?> load = host.Service(Gateway).Load;
        host.Service(Gateway).Load = () =>
        {
            change();
            return load();
        };
    }
}
