using CliWrap;
using CliWrap.Buffered;

namespace TenantTokens.HostScripts.Tests.Hosts;

/// <summary>A file system in memory, mounted on a directory of a tree; the test is skipped where that is not allowed.</summary>
internal sealed class Mount : IAsyncDisposable
{
    private readonly string _directory;

    private Mount(string directory) => _directory = directory;

    /// <summary>Mounts one with the options of mount(8) for tmpfs.</summary>
    public static async Task<Mount> CreateAsync(string directory, string options)
    {
        CommandResult result = await Cli.Wrap("mount").WithArguments(["-t", "tmpfs", "-o", options, "tmpfs", directory])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(result.ExitCode == 0, "mount is not allowed here.");
        return new Mount(directory);
    }

    /// <summary>Changes its options.</summary>
    public async Task RemountAsync(string options)
        => await Cli.Wrap("mount")
            .WithArguments(["-o", $"remount,{options}", _directory])
            .ExecuteAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await Cli.Wrap("umount").WithArguments([_directory]).ExecuteAsync(CancellationToken.None);
}
