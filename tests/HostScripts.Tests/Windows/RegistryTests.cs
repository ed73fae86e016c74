using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.HostScripts.Tests.Windows.Hosts;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using TenantTokens.Tokens;
using static TenantTokens.HostScripts.Tests.Windows.Hosts.WindowsHost;

namespace TenantTokens.HostScripts.Tests.Windows;

/// <summary>The one registry value of a machine changes only where it holds the old token.</summary>
public sealed class RegistryTests
{
    private const string Older = "0lderT0ken000001";
    private static readonly (string, string)[] _accepted =
    [
        ("OLD_FINGERPRINT", OlderFingerprint),
        ("REGISTRY_FINGERPRINT", HostFacts.OldFingerprint),
    ];

    private static string OlderFingerprint => TenantToken.Parse(Older).Fingerprint(HostFacts.RotationId);

    [Fact]
    public async Task The_value_changes_in_both_views_and_comes_back()
    {
        await using WindowsHost host = WithModule();
        host.System.Registry.Create(NarrowRegistryKey).With("tenant_token", OldToken);

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
        Assert.Equal((NewToken, NewToken), (host.RegistryToken(), host.RegistryToken(NarrowRegistryKey)));
        Assert.Equal(2, report.Files!.Count(static f => f.EndsWith(@"\common\tenant_token", StringComparison.Ordinal)));

        (await host.RestoreAsync(Component.ActiveGate)).Is(0, "restored", "ok");
        Assert.Equal((OldToken, OldToken), (host.RegistryToken(), host.RegistryToken(NarrowRegistryKey)));
    }

    [Fact]
    public async Task Another_environments_value_is_left_alone_and_reported()
    {
        await using WindowsHost host = WithModule();
        host.System.Registry.Create(RegistryKey).With("tenant_token", "0therEnvironment1");

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Equal("0therEnvironment1", host.RegistryToken());
        Assert.Contains("left alone", report.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("0therEnvironment1", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_is_no_text_is_left_alone_and_reported()
    {
        await using WindowsHost host = WithModule();
        host.System.Registry.Create(RegistryKey).With("tenant_token", new byte[] { 1, 2 });

        Assert.Contains(
            "left alone",
            (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok").Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_without_the_value_needs_none()
    {
        await using WindowsHost host = WithActiveGate();
        host.System.Registry.Create(RegistryKey).With("version", "1");

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Null(host.RegistryToken());
    }

    [Fact]
    public async Task A_value_that_stayed_behind_is_changed_although_the_files_are_new()
    {
        await using WindowsHost host = WithModule();
        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
        host.System.Registry.Create(RegistryKey).With("tenant_token", OldToken);

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Equal(NewToken, host.RegistryToken());
    }

    [Fact]
    public async Task A_value_that_nobody_may_write_is_refused_before_anything_stops()
    {
        await using WindowsHost host = WithModule();
        host.System.Registry.Create(RegistryKey).IsReadOnly = true;

        (await host.ApplyAsync(Component.ActiveGate)).Is(30, "refused", "read-only");

        Assert.Equal((0, OldToken), (host.StartsOf(Gateway), host.RegistryToken()));
        Assert.Empty(host.Leftovers());
    }

    [Fact]
    public async Task A_write_that_fails_puts_the_files_back()
    {
        await using WindowsHost host = WithModule();
        string before = host.Contents();
        host.System.Registry.Create(RegistryKey).FailsWrites = true;

        HostRun run = await host.ApplyAsync(Component.ActiveGate);

        // The failed value cannot be written back either, and nobody can tell what it is now.
        run.Is(50, "failed", "cannot-write");
        Assert.True(host.IsCurrent(Gateway));
        Assert.Equal(OldToken, host.RegistryToken());
        host.System.Registry.Create(RegistryKey).FailsWrites = false;
        (await host.RestoreAsync(Component.ActiveGate)).Is(0, "restored", "ok");
        Assert.Equal(before, host.Contents());
    }

    [Fact]
    public async Task An_older_token_that_was_accepted_is_replaced_in_the_files_and_never_in_the_registry()
    {
        await using WindowsHost host = WithOlderToken();
        host.System.Registry.Create(RegistryKey).With("tenant_token", Older);

        HostReport report = (await host.ApplyAsync(Component.ActiveGate, 5, _accepted)).Is(0, "rotated", "ok");

        Assert.Equal((HostFacts.NewFingerprint, Older), (report.Fingerprint, host.RegistryToken()));
        Assert.Contains(NewToken, host.Read(Authorization), StringComparison.Ordinal);
        Assert.Contains("left alone", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_an_older_token_accepted_a_registry_value_with_the_old_one_is_still_replaced_and_comes_back_when_that_fails()
    {
        await using WindowsHost host = WithOlderToken();
        host.System.Registry.Create(RegistryKey).With("tenant_token", OldToken);
        host.FailsStarts(Gateway, times: 1);

        (await host.ApplyAsync(Component.ActiveGate, 5, _accepted)).Is(40, "failed", "start-failed");
        Assert.Equal(OldToken, host.RegistryToken());
        Assert.Contains(Older, host.Read(Authorization), StringComparison.Ordinal);

        (await host.ApplyAsync(Component.ActiveGate, 6, _accepted)).Is(0, "rotated", "ok");
        Assert.Equal(NewToken, host.RegistryToken());
    }

    [Fact]
    public async Task An_older_token_that_nobody_accepted_is_refused_with_its_fingerprint()
    {
        await using WindowsHost host = WithOlderToken();
        string before = host.Contents();

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(30, "refused", "unexpected-token");

        Assert.Equal((OlderFingerprint, before), (report.Fingerprint, host.Contents()));
    }

    private static WindowsHost WithOlderToken() => WithActiveGate($"[{EnvironmentId}]\ntenantToken = {Older}\n");
}
