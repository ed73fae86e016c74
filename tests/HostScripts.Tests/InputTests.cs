using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.Machines;
using static TenantTokens.HostScripts.Tests.Hosts.HostFacts;
using static TenantTokens.HostScripts.Tests.Hosts.SomeHosts;

namespace TenantTokens.HostScripts.Tests;

/// <summary>What arrives is checked before anything is looked at; the answer names the variable and what is allowed.</summary>
public sealed class InputTests
{
    [Theory]
    [InlineData("ACTION", "")]
    [InlineData("ACTION", "Apply")]
    [InlineData("COMPONENT", "")]
    [InlineData("COMPONENT", "both")]
    [InlineData("ENVIRONMENT_ID", "")]
    [InlineData("ENVIRONMENT_ID", "../../etc/passwd")]
    [InlineData("ENVIRONMENT_ID", "a b")]
    [InlineData("ENVIRONMENT_ID", ".hidden")]
    [InlineData("ROTATION_ID", "")]
    [InlineData("ROTATION_ID", "x'; touch /tmp/x; '")]
    [InlineData("ROTATION_ID", "$(id)")]
    [InlineData("GENERATION", "")]
    [InlineData("GENERATION", "-1")]
    [InlineData("GENERATION", "007")]
    [InlineData("GENERATION", "1e3")]
    [InlineData("GENERATION", "9223372036854775808")]
    [InlineData("GENERATION", "99999999999999999999")]
    [InlineData("NOT_AFTER", "")]
    [InlineData("NOT_AFTER", "tomorrow")]
    [InlineData("GUARD_S", "0")]
    [InlineData("GUARD_S", "86401")]
    [InlineData("GUARD_S", "a[$(id)]")]
    [InlineData("PROVE_S", "3601")]
    [InlineData("OLD_FINGERPRINT", "")]
    [InlineData("OLD_FINGERPRINT", "ABCDEF0123456789")]
    [InlineData("OLD_FINGERPRINT", "abc")]
    [InlineData("ROOT", "relative/path")]
    public async Task A_value_that_is_not_allowed_is_named(string name, string value)
    {
        using HostTree host = WithActiveGate();
        string before = await host.MetadataAsync();

        HostRun run = await host.ApplyAsync(Component.ActiveGate, more: (name, value));

        Assert.StartsWith(name, run.Is(30, "refused", "bad-input").Message, StringComparison.Ordinal);
        Assert.Equal(before, await host.MetadataAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("has a blank in it")]
    [InlineData("quote'quote\"quote")]
    [InlineData("$(touch /tmp/pwned)")]
    [InlineData("semi;colon;semi;colon")]
    [InlineData("new\nline\nnew\nline")]
    [InlineData("seven77")]
    [InlineData("um\u00e4hnlich")]
    public async Task A_token_outside_the_alphabet_is_refused_and_not_repeated(string token)
    {
        using HostTree host = WithActiveGate();

        HostRun run = await host.ApplyAsync(Component.ActiveGate, more: ("NEW_TOKEN", token));

        string message = run.Is(30, "refused", "bad-token").Message;
        Assert.True(token.Length == 0 || !message.Contains(token, StringComparison.Ordinal));
        Assert.Equal(OneEnvironment, host.Read(Authorization));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(256)]
    public async Task A_token_of_any_allowed_length_is_taken(int length)
    {
        string token = new('x', length);
        using HostTree host = WithActiveGate();

        (await host.ApplyAsync(Component.ActiveGate, more: ("NEW_TOKEN", token))).Is(0, "rotated", "ok");

        Assert.Contains($"tenantToken = {token}\n", host.Read(Authorization), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_beyond_the_longest_is_refused()
    {
        using HostTree host = WithActiveGate();

        (await host.ApplyAsync(Component.ActiveGate, more: ("NEW_TOKEN", new string('x', 257)))).Is(30, "refused", "bad-token");
    }

    [Theory]
    [InlineData("noclobber")]
    [InlineData("keyword")]
    [InlineData("pipefail")]
    [InlineData("errexit:nounset:errtrace:functrace")]
    [InlineData("posix:physical")]
    [InlineData("noglob:allexport")]
    public async Task Shell_options_that_come_in_change_nothing(string options)
    {
        using HostTree host = WithModule().With($"{StateDirectory}/{EnvironmentId}.activegate.new", "left by a killed run");

        (await host.ApplyAsync(Component.ActiveGate, 5, ("SHELLOPTS", options))).Is(0, "rotated", "ok");

        Assert.Contains(NewToken, host.Read(Extensions), StringComparison.Ordinal);
        Assert.True(host.IsCurrent("dynatracegateway"));
    }

    [Theory]
    [InlineData("000")]
    [InlineData("022")]
    [InlineData("077")]
    [InlineData("777")]
    public async Task The_umask_that_comes_in_changes_no_mode(string umask)
    {
        using HostTree host = WithModule().Under($"umask {umask}");
        string before = await host.MetadataAsync();

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
        (await host.RestoreAsync(Component.ActiveGate)).Is(0, "restored", "ok");

        Assert.Equal(before, await host.MetadataAsync());
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(host.Path(StateDirectory)));
    }

    [Fact]
    public async Task The_largest_generation_is_allowed()
    {
        using HostTree host = WithActiveGate();

        (await host.ApplyAsync(Component.ActiveGate, long.MaxValue)).Is(0, "rotated", "ok");
    }

    [Fact]
    public async Task A_surrounding_full_of_traps_changes_nothing()
    {
        using HostTree host = WithActiveGate();

        HostRun run = await host.ApplyAsync(
            Component.ActiveGate,
            5,
            ("LC_ALL", "de_DE.UTF-8"),
            ("LANG", "tr_TR.UTF-8"),
            ("IFS", "/"),
            ("CDPATH", "/:/tmp"),
            ("POSIXLY_CORRECT", "1"),
            ("SHELLOPTS", "xtrace:verbose:allexport:noglob"),
            ("BASHOPTS", "failglob:nocasematch"),
            ("GREP_OPTIONS", "--color=always"),
            ("GLOBIGNORE", "*"),
            ("TZ", "Asia/Kolkata"),
            ("SECONDS", "x"),
            ("token", "exported"),
            ("line", "quote\" ' $HOME `id` $(id)"),
            ("value", "exported"),
            ("work", "exported"),
            ("services", "sshd"),
            ("undo", "false"));

        run.Is(0, "rotated", "ok");
        Assert.Equal(OneEnvironment.Replace(OldToken, NewToken, StringComparison.Ordinal), host.Read(Authorization));
    }
}
