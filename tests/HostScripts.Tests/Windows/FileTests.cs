using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.HostScripts.Tests.Windows.Hosts;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using static TenantTokens.HostScripts.Tests.Windows.Hosts.WindowsHost;

namespace TenantTokens.HostScripts.Tests.Windows;

/// <summary>The files of a Windows ActiveGate: only the right value changes, and restore brings back every byte.</summary>
public sealed class FileTests
{
    [Theory]
    [MemberData(nameof(ActiveGateFileTests.Authorizations), MemberType = typeof(ActiveGateFileTests))]
    public async Task Only_the_token_of_our_section_changes_and_restore_brings_back_every_byte(string what, string file)
    {
        Assert.NotEmpty(what);
        string before = file.Replace("*", OldToken, StringComparison.Ordinal);
        await using WindowsHost host = WithActiveGate(before);

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
        Assert.Equal(file.Replace("*", NewToken, StringComparison.Ordinal), host.Read(Authorization));
        Assert.True(host.IsCurrent(Gateway));

        (await host.RestoreAsync(Component.ActiveGate)).Is(0, "restored", "ok");
        Assert.Equal(before, host.Read(Authorization));
        Assert.Empty(host.Leftovers());
    }

    [Theory]
    [MemberData(nameof(ActiveGateFileTests.ModuleFiles), MemberType = typeof(ActiveGateFileTests))]
    public async Task The_tolerant_rule_reads_a_module_file(string what, string file)
    {
        Assert.NotEmpty(what);
        string before = file.Replace("*", OldToken, StringComparison.Ordinal), after = file.Replace(
            "*",
            NewToken,
            StringComparison.Ordinal);
        string[] paths = [Extensions, RemotePlugin, ZRemote, ZRemoteUser];
        await using WindowsHost host = WithActiveGate();
        foreach (string path in paths)
        {
            host.With(path, before);
        }

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
        Assert.All(paths, path => Assert.Equal(after, host.Read(path)));
        Assert.Equal([Authorization, .. paths], report.Files);

        (await host.RestoreAsync(Component.ActiveGate)).Is(0, "restored", "ok");
        Assert.All(paths, path => Assert.Equal(before, host.Read(path)));
        Assert.Empty(host.Leftovers());
    }

    [Theory]
    [InlineData("", "an empty file")]
    [InlineData("ingestport=14499\n", "no token entry")]
    [InlineData("#TenantToken 0therT0ken\n", "a comment")]
    [InlineData("TenantToken=\n", "an entry without a value")]
    public async Task A_module_file_without_a_token_is_left_alone(string file, string what)
    {
        Assert.NotEmpty(what);
        await using WindowsHost host = WithActiveGate().With(ZRemoteUser, file);

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Equal(file, host.Read(ZRemoteUser));
        Assert.Equal([Authorization], report.Files);
    }

    [Fact]
    public async Task A_module_file_that_is_already_new_is_left_and_the_rest_is_changed()
    {
        await using WindowsHost host = WithModule().With(Extensions, $"TenantToken {NewToken}\n");

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.DoesNotContain(Extensions, report.Files!);
        Assert.Equal($"TenantToken {NewToken}\n", host.Read(Extensions));
    }

    [Fact]
    public async Task What_the_ActiveGate_writes_while_it_stops_is_kept()
    {
        await using WindowsHost host = WithActiveGate();
        string written = HostFacts.OneEnvironment.Replace("dt0g02.ABCDEFGH", "dt0g02.NEWSEED0", StringComparison.Ordinal);
        host.Services.Stopped = _ => host.With(Authorization, written);

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Equal(written.Replace(OldToken, NewToken, StringComparison.Ordinal), host.Read(Authorization));
    }

    [Fact]
    public async Task A_token_that_somebody_else_writes_while_the_service_stops_is_not_overwritten()
    {
        await using WindowsHost host = WithActiveGate();
        string written = HostFacts.OneEnvironment.Replace(OldToken, "th1rdT0ken000000", StringComparison.Ordinal);
        host.Services.Stopped = _ => host.With(Authorization, written);

        (await host.ApplyAsync(Component.ActiveGate)).Is(40, "failed", "changed-meanwhile");

        Assert.Equal(written, host.Read(Authorization));
        Assert.True(host.Runs(Gateway));
    }
}
