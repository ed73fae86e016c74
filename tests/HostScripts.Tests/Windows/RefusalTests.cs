using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.HostScripts.Tests.Windows.Hosts;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using static TenantTokens.HostScripts.Tests.Windows.Hosts.WindowsHost;

namespace TenantTokens.HostScripts.Tests.Windows;

/// <summary>What is not as expected is refused before anything is stopped, and nothing changes.</summary>
public sealed class RefusalTests
{
    [Theory]
    [MemberData(
        nameof(TenantTokens.HostScripts.Tests.RefusalTests.BadAuthorizations),
        MemberType = typeof(TenantTokens.HostScripts.Tests.RefusalTests))]
    public async Task An_authorization_file_that_is_not_as_expected_is_refused(string code, string file)
        => await IsRefusedAsync(WithActiveGate(file), code);

    [Theory]
    [MemberData(
        nameof(TenantTokens.HostScripts.Tests.RefusalTests.BadModuleFiles),
        MemberType = typeof(TenantTokens.HostScripts.Tests.RefusalTests))]
    public async Task A_module_file_that_is_not_as_expected_is_refused(string code, string what, string file)
    {
        Assert.NotEmpty(what);
        await IsRefusedAsync(WithModule().With(ZRemoteUser, file), code);
    }

    [Theory]
    [InlineData("ACTION", "explode", "bad-input")]
    [InlineData("ACTION", "Apply", "bad-input")]
    [InlineData("COMPONENT", "activegate ", "bad-input")]
    [InlineData("ENVIRONMENT_ID", "..\\x", "bad-input")]
    [InlineData("ENVIRONMENT_ID", "", "bad-input")]
    [InlineData("ROTATION_ID", "a b", "bad-input")]
    [InlineData("GENERATION", "5x", "bad-input")]
    [InlineData("GENERATION", "9223372036854775808", "bad-input")]
    [InlineData("NOT_AFTER", "", "bad-input")]
    [InlineData("GUARD_S", "0", "bad-input")]
    [InlineData("LOCK_S", "-1", "bad-input")]
    [InlineData("OLD_FINGERPRINT", "ABCDEF0123456789", "bad-input")]
    [InlineData("NEW_TOKEN", "", "bad-token")]
    [InlineData("NEW_TOKEN", "t0ken with blanks", "bad-token")]
    [InlineData("NEW_TOKEN", "$(calc)0000000000", "bad-token")]
    [InlineData("NEW_TOKEN", "short", "bad-token")]
    public async Task A_parameter_that_is_not_allowed_is_named_and_nothing_is_touched(string name, string value, string code)
    {
        await using WindowsHost host = WithModule();
        string before = host.Contents();

        HostReport report = (await host.ApplyAsync(Component.ActiveGate, 5, (name, value))).Is(30, "refused", code);

        Assert.Equal(before, host.Contents());
        Assert.False(host.Has(StateDirectory));
        Assert.Equal(code is "bad-input", report.Message.Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_parameter_that_the_script_does_not_know_is_ignored()
    {
        await using WindowsHost host = WithActiveGate();

        (await host.ApplyAsync(Component.ActiveGate, 5, ("A_LATER_VERSION", "x"))).Is(0, "rotated", "ok");
    }

    [Fact]
    public async Task A_link_is_refused_wherever_it_leads()
    {
        WindowsHost host = WithActiveGate().With(@"C:\elsewhere.txt", HostFacts.OneEnvironment).Without(Authorization);
        File.CreateSymbolicLink(host.Place(Authorization), host.Place(@"C:\elsewhere.txt"));

        await IsRefusedAsync(host, "symlink");
    }

    [Fact]
    public async Task A_directory_in_the_place_of_a_file_is_refused()
        => await IsRefusedAsync(WithActiveGate().WithDirectory(Extensions), "unreadable");

    [Fact]
    public async Task A_read_only_file_is_refused()
    {
        WindowsHost host = WithActiveGate();
        File.SetAttributes(host.Place(Authorization), FileAttributes.ReadOnly);

        await IsRefusedAsync(host, "read-only");
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused()
        => await IsRefusedAsync(WithActiveGate(HostFacts.OneEnvironment + new string('#', 1_100_000)), "unreadable");

    [Fact]
    public async Task A_disk_that_is_full_is_refused_before_anything_stops()
    {
        WindowsHost host = WithModule();
        // ERROR_DISK_FULL, as writing the successor would meet it.
        host.Fails("Set-Acl", 3, new IOException("There is not enough space on the disk.", unchecked((int)0x80070070)));

        await IsRefusedAsync(host, "no-space");
    }

    [Theory]
    [InlineData("generation=many\n")]
    [InlineData("generation=5\nstate=half\nchanged=0\n")]
    [InlineData("nothing\n")]
    public async Task A_damaged_marker_is_refused(string text)
        => await IsRefusedAsync(WithActiveGate().With(Marker, text), "marker-unreadable");

    [Fact]
    public async Task An_empty_marker_is_none()
    {
        await using WindowsHost host = WithActiveGate().With(Marker, "");

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
    }

    [Fact]
    public async Task A_state_directory_of_somebody_else_is_refused()
    {
        WindowsHost host = WithActiveGate().WithDirectory(StateDirectory);
        host.System.Rights.Set(host.Place(StateDirectory), "S-1-5-21-1-2-3-1001", "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)");

        await IsRefusedAsync(host, "state-not-writable");
    }

    [Fact]
    public async Task A_state_directory_that_is_a_link_is_refused()
    {
        WindowsHost host = WithActiveGate().WithDirectory(@"C:\target");
        Directory.CreateSymbolicLink(host.Place(StateDirectory), host.Place(@"C:\target"));

        await IsRefusedAsync(host, "state-not-writable");
    }

    [Fact]
    public async Task A_probe_refuses_files_that_differ()
    {
        await using WindowsHost host = WithModule().With(Extensions, "TenantToken th1rdT0ken000000\n");

        HostReport report = (await host.ProbeAsync(Component.ActiveGate)).Is(30, "refused", "unexpected-token");

        Assert.Equal(HostFacts.OldFingerprint, report.Fingerprint);
        Assert.False(host.Has(StateDirectory));
    }

    private static async Task IsRefusedAsync(WindowsHost host, string code)
    {
        await using (host)
        {
            string before = host.Contents();
            (await host.ApplyAsync(Component.ActiveGate)).Is(30, "refused", code);
            Assert.Equal(before, host.Contents());
            Assert.Equal(0, host.StartsOf(Gateway));
            Assert.True(host.Runs(Gateway));
            Assert.Empty(host.System.Tasks.Names);
            Assert.DoesNotContain(host.Calls, static call => call.StartsWith("sc.exe", StringComparison.Ordinal));
        }
    }
}
