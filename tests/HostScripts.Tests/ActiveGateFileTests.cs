using CliWrap;
using CliWrap.Buffered;
using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.Machines;
using TenantTokens.RunCommand;
using static TenantTokens.HostScripts.Tests.Hosts.HostFacts;
using static TenantTokens.HostScripts.Tests.Hosts.SomeHosts;

namespace TenantTokens.HostScripts.Tests;

/// <summary>
/// What authorization.properties and the .conf files can look like: only the right value changes, and restore brings back every byte.
/// </summary>
public sealed class ActiveGateFileTests
{
    public static TheoryData<string, string> Authorizations => new()
    {
        { "the installer's order", $"[{EnvironmentId}]\ntenantToken = *\nauthToken = dt0g02.A.B\nmainTenant = true\n" },
        { "the token last", $"[{EnvironmentId}]\nmainTenant = true\nauthToken = dt0g02.A.B\ntenantToken = *\n" },
        { "no blanks around the equals sign", $"[{EnvironmentId}]\ntenantToken=*\nauthToken=x\n" },
        { "many blanks and tabs", $"[{EnvironmentId}]\n \t tenantToken \t=  \t* \t \nauthToken = x\n" },
        { "Windows line ends", $"[{EnvironmentId}]\r\ntenantToken = *\r\nauthToken = x\r\n" },
        { "mixed line ends", $"[{EnvironmentId}]\r\ntenantToken = *\nauthToken = x\r\n" },
        { "no newline at the end", $"[{EnvironmentId}]\nauthToken = x\ntenantToken = *" },
        { "no newline after a Windows line", $"[{EnvironmentId}]\r\nauthToken = x\r\ntenantToken = *" },
        { "a byte order mark", $"\u00ef\u00bb\u00bf[{EnvironmentId}]\ntenantToken = *\n" },
        { "a comment after the value", $"[{EnvironmentId}]\ntenantToken = * # seed token\n" },
        {
            "comments and empty lines",
            $"# head\n\n; more\n[{EnvironmentId}]\n\n#tenantToken = other\n;tenantToken = other\ntenantToken = *\n\n\n"
        },
        { "unknown lines", $"stray line\n[{EnvironmentId}]\nwhat is this\ntenantToken = *\n= nothing\n" },
        { "bytes that are no UTF-8", $"# \u00e9\u00ff\u0080\u0001\u007f\n[{EnvironmentId}]\ntenantToken = * # \u00fc\n" },
        { "our section second", $"[other999]\ntenantToken = 0therT0ken\nmainTenant = true\n\n[{EnvironmentId}]\ntenantToken = *\n" },
        { "our section first", $"[{EnvironmentId}]\ntenantToken = *\n[other999]\ntenantToken = 0therT0ken\n" },
        {
            "our section in the middle",
            $"[a]\ntenantToken = 0therT0ken\n[{EnvironmentId}]\ntenantToken = *\n[b]\ntenantToken = 0therT0ken\n"
        },
        { "another section with the same token", $"[other999]\ntenantToken = {OldToken}\n[{EnvironmentId}]\ntenantToken = *\n" },
        { "a section whose name begins like ours", $"[{EnvironmentId}6]\ntenantToken = 0therT0ken\n[{EnvironmentId}]\ntenantToken = *\n" },
        { "blanks in the section header", $"  [ {EnvironmentId} ]  \ntenantToken = *\n" },
        { "a comment after the section header", $"[{EnvironmentId}] # main\ntenantToken = *\n" },
        { "a key in another case", $"[{EnvironmentId}]\nTENANTTOKEN = *\n" },
        { "keys that only resemble it", $"[{EnvironmentId}]\ntenantTokenOld = x\nmytenantToken = x\ntenant.Token = x\ntenantToken = *\n" },
        { "the token in other places", $"[{EnvironmentId}]\n# was {OldToken}\ntenantToken = *\nauthToken = {OldToken}\n" },
        {
            "a thousand other sections",
            string.Concat(Enumerable.Range(0, 1000).Select(i => $"[e{i}]\ntenantToken = t0ken{i:0000}\n"))
                + $"[{EnvironmentId}]\ntenantToken = *\n"
        },
    };

    [Theory]
    [MemberData(nameof(Authorizations))]
    public async Task Only_the_token_of_our_section_changes_and_restore_brings_back_every_byte(string what, string file)
    {
        Assert.NotEmpty(what);
        string before = file.Replace("*", OldToken, StringComparison.Ordinal);
        using HostTree host = WithActiveGate(before);

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
        Assert.Equal(file.Replace("*", NewToken, StringComparison.Ordinal), host.Read(Authorization));
        Assert.True(host.IsCurrent("dynatracegateway"));

        (await host.RestoreAsync(Component.ActiveGate)).Is(0, "restored", "ok");
        Assert.Equal(before, host.Read(Authorization));
        Assert.Empty(host.Leftovers());
    }

    public static TheoryData<string, string> ModuleFiles => new()
    {
        { "blank as separator", "Server https://x\nTenant abc12345\nTenantToken *\n" },
        { "equals sign with blanks", "Server = https://x\nTenant = abc12345\nTenantToken = *\n" },
        { "equals sign alone", "Server=https://x\nTenant=abc12345\nTenantToken=*\n" },
        { "small letters", "tenant abc12345\ntenanttoken *\nserver a;b\n" },
        { "sections", "[general]\nserverAddress {https://x}\ntenant abc12345\ntenantToken *\n[other]\nkey value\n" },
        { "Windows line ends", "Tenant abc12345\r\nTenantToken *\r\n" },
        { "no newline at the end", "TenantToken *" },
        { "a tab and what follows the value", "\tTenantToken\t*\tand more\n" },
    };

    [Theory]
    [MemberData(nameof(ModuleFiles))]
    public async Task The_tolerant_rule_reads_a_module_file(string what, string file)
    {
        Assert.NotEmpty(what);
        string before = file.Replace("*", OldToken, StringComparison.Ordinal), after = file.Replace(
            "*",
            NewToken,
            StringComparison.Ordinal);
        string[] paths = [Extensions, RemotePlugin, ZRemote, ZRemoteUser];
        using HostTree host = WithActiveGate();
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
        using HostTree host = WithActiveGate().With(ZRemoteUser, file);

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Equal(file, host.Read(ZRemoteUser));
        Assert.Equal([Authorization], report.Files);
    }

    [Fact]
    public async Task A_module_file_that_is_already_new_is_left_and_the_rest_is_changed()
    {
        using HostTree host = WithFullActiveGate().With(Extensions, $"TenantToken {NewToken}\n");

        HostReport report = (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Equal([Authorization, ZRemote], report.Files);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead)]
    public async Task Owner_group_and_mode_stay(UnixFileMode mode)
    {
        using HostTree host = WithFullActiveGate().With(Authorization, OneEnvironment, mode);
        if (Environment.IsPrivilegedProcess)
        {
            await Cli.Wrap("/bin/chown")
                .WithArguments(["-R", "1234:5678", host.Path("/var/lib/dynatrace")])
                .ExecuteAsync(TestContext.Current.CancellationToken);
        }

        string before = await host.MetadataAsync("/var/lib/dynatrace");
        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
        Assert.Equal(mode, File.GetUnixFileMode(host.Path(Authorization)));
        (await host.RestoreAsync(Component.ActiveGate)).Is(0, "restored", "ok");

        Assert.Equal(before, await host.MetadataAsync("/var/lib/dynatrace"));
    }

    [Fact]
    public async Task An_access_list_stays()
    {
        using HostTree host = WithActiveGate().WithTool("getfacl").WithTool("setfacl");
        string before = await ListAccessAsync(host);

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
        Assert.Equal(before, await AccessOfAsync(host));
        (await host.RestoreAsync(Component.ActiveGate)).Is(0, "restored", "ok");
        Assert.Equal(before, await AccessOfAsync(host));
    }

    [Fact]
    public async Task An_access_list_stays_where_cp_does_not_keep_it()
    {
        Assert.SkipUnless(File.Exists("/bin/busybox"), "busybox is not installed.");
        using HostTree host = WithActiveGate().WithTool("getfacl").WithTool("setfacl").UsesBusybox();
        string before = await ListAccessAsync(host);

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
        Assert.Equal(before, await AccessOfAsync(host));
    }

    [Fact]
    public async Task An_access_list_that_cannot_be_kept_is_refused()
    {
        Assert.SkipUnless(File.Exists("/bin/busybox"), "busybox is not installed.");
        using HostTree host = WithActiveGate().WithTool("getfacl").UsesBusybox();
        string before = await ListAccessAsync(host);

        (await host.ApplyAsync(Component.ActiveGate)).Is(30, "refused", "cannot-keep-owner");

        Assert.Equal(before, await AccessOfAsync(host));
        Assert.Equal(OneEnvironment, host.Read(Authorization));
    }

    [Fact]
    public async Task A_security_context_is_taken_over()
    {
        using HostTree host = WithModule()
            .With("/sys/fs/selinux/enforce", "1")
            .WithCommand("chcon", "exit 0")
            .WithContext("system_u:object_r:var_lib_t:s0");

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Contains("chcon --reference=../authorization.properties ./authorization.properties.new", host.Calls);
        Assert.Contains("chcon --reference=../extensions.conf ./extensions.conf.new", host.Calls);
    }

    [Fact]
    public async Task A_security_context_that_cannot_be_taken_over_is_refused()
    {
        using HostTree host = WithActiveGate()
            .With("/sys/fs/selinux/enforce", "1")
            .WithCommand("chcon", "exit 1")
            .WithContext("$((n += 1))");

        (await host.ApplyAsync(Component.ActiveGate)).Is(30, "refused", "cannot-keep-owner");

        Assert.Equal(OneEnvironment, host.Read(Authorization));
        Assert.Equal(0, host.StartsOf("dynatracegateway"));
    }

    [Fact]
    public async Task What_the_ActiveGate_writes_while_it_stops_is_kept()
    {
        using HostTree host = WithActiveGate();
        host.World("dynatracegateway/on-stop", $"sed -i 's/^authToken.*/authToken = dt0g02.ISSUED/' '{host.Path(Authorization)}'");

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Equal(
            OneEnvironment.Replace(OldToken, NewToken, StringComparison.Ordinal)
                .Replace("dt0g02.ABCDEFGH.0123456789", "dt0g02.ISSUED", StringComparison.Ordinal),
            host.Read(Authorization));
    }

    private static async Task<string> ListAccessAsync(HostTree host)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/setfacl"), "setfacl is not installed.");
        CommandResult set = await Cli.Wrap("/usr/bin/setfacl").WithArguments(["-m", "u:1234:r,g:5678:rw", host.Path(Authorization)])
            .WithValidation(CommandResultValidation.None).ExecuteAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(set.ExitCode == 0, "The file system keeps no access lists.");
        return await AccessOfAsync(host);
    }

    private static async Task<string> AccessOfAsync(HostTree host)
    {
        string access = (await Cli.Wrap("/usr/bin/getfacl")
            .WithArguments(["-c", "-p", "-n", host.Path(Authorization)])
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken)).StandardOutput;
        Assert.Contains("user:1234:r--", access, StringComparison.Ordinal);
        return access;
    }
}
