using CliWrap;
using CliWrap.Buffered;
using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.Machines;
using static TenantTokens.HostScripts.Tests.Hosts.SomeHosts;

namespace TenantTokens.HostScripts.Tests;

/// <summary>The script runs with the tools that a minimal server has, and shellcheck has nothing to say about it.</summary>
public sealed class ToolboxTests
{
    [Theory]
    [InlineData(Component.ActiveGate)]
    [InlineData(Component.OneAgent)]
    public async Task Busybox_is_enough(Component component)
    {
        Assert.SkipUnless(File.Exists("/bin/busybox"), "busybox is not installed.");
        using HostTree host = (component is Component.ActiveGate ? WithFullActiveGate() : WithOneAgent()).UsesBusybox();

        (await host.ApplyAsync(component)).Is(0, "rotated", "ok");
        (await host.ApplyAsync(component)).Is(0, "alreadyCurrent", "ok");
        (await host.RestoreAsync(component)).Is(0, "restored", "ok");
        Assert.Empty(host.Leftovers());
    }

    [Theory]
    [InlineData("openssl")]
    [InlineData("shasum")]
    public async Task Another_SHA256_does_as_well(string tool)
    {
        Assert.SkipUnless(File.Exists($"/usr/bin/{tool}"), $"{tool} is not installed.");
        using HostTree host = WithActiveGate().Lacks("sha256sum").WithTool(tool);

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
    }

    [Theory]
    [InlineData("a directory for temporary files, which may be mounted noexec", @"/tmp|TMPDIR|mktemp")]
    [InlineData("associative arrays and name references (4.0, 4.3)", @"\b(declare|local|typeset)\s+-\w*[An]")]
    [InlineData("mapfile, readarray, coproc, BASHPID (4.0)", @"\b(mapfile|readarray|coproc|BASHPID)\b")]
    [InlineData("case changes and transformations (4.0, 4.4)", @"\$\{[\w\[\]@*]+(\^|,|@[A-Za-z]\})")]
    [InlineData("pipes and redirections of both streams (4.0)", @"\|&|&>>")]
    [InlineData("case branches that fall through (4.0)", @";;?&")]
    [InlineData("negative indexes and lengths (4.2)", @"\[-\d|\$\{\w+:\w+:-")]
    [InlineData("wait for any (4.3), test for a variable (4.2)", @"\bwait\s+-n\b|\[\[? -[vR] ")]
    [InlineData("empty arrays under set -u without their guard (4.4)", @"(?<!\+)""\$\{(?!digest|present|@|candidates|undated)\w+\[@\]\}""")]
    public void The_script_does_without(string what, string pattern)
    {
        Assert.NotEmpty(what);
        string code = string.Join(
            '\n',
            TenantTokens.RunCommand.HostScripts.Linux.Split('\n').Where(line => !line.TrimStart().StartsWith('#')));

        Assert.DoesNotMatch(pattern, code);
    }

    [Fact]
    public async Task Shellcheck_has_nothing_to_say()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/shellcheck"), "shellcheck is not installed.");

        BufferedCommandResult result = await Cli.Wrap("/usr/bin/shellcheck").WithArguments(["-s", "bash", "-"])
            .WithStandardInputPipe(PipeSource.FromString(TenantTokens.RunCommand.HostScripts.Linux))
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.Equal("", result.StandardOutput);
    }
}
