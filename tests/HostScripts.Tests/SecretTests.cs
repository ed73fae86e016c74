using TenantTokens.HostScripts.Tests.Hosts;
using TenantTokens.Machines;
using static TenantTokens.HostScripts.Tests.Hosts.HostFacts;
using static TenantTokens.HostScripts.Tests.Hosts.SomeHosts;

namespace TenantTokens.HostScripts.Tests;

/// <summary>No token in a command line, an environment, the output or a file that stays (docs/invariants.md#i8).</summary>
public sealed class SecretTests
{
    [Fact]
    public async Task An_ActiveGates_tokens_show_in_no_command_line_and_no_environment()
    {
        using HostTree host = WithFullActiveGate().RecordsEnvironments();

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
        (await host.RestoreAsync(Component.ActiveGate)).Is(0, "restored", "ok");

        Assert.NotEmpty(host.Calls);
        Assert.All(host.Calls, call => IsFree(call));
        IsFree(host.Environments);
    }

    [Fact]
    public async Task A_OneAgents_tokens_show_in_its_own_command_line_alone()
    {
        using HostTree host = WithOneAgent().RecordsEnvironments();

        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");
        (await host.RestoreAsync(Component.OneAgent)).Is(0, "restored", "ok");

        Assert.All(host.Calls.Where(call => !call.StartsWith("oneagentctl ", StringComparison.Ordinal)), call => IsFree(call));
        Assert.Contains(host.Calls, call => call.Contains(NewToken, StringComparison.Ordinal));
        IsFree(host.Environments);
    }

    [Fact]
    public async Task Variables_that_come_in_exported_carry_no_token_out()
    {
        using HostTree host = WithFullActiveGate().RecordsEnvironments();
        string[] ours =
        [
            "token",
            "new_token",
            "old_token",
            "source_value",
            "value",
            "line",
            "text",
            "p_value",
            "p_head",
            "p_tail",
            "key",
            "before",
            "after",
            "answer",
            "error",
            "file_value",
            "file_head",
            "BASH_REMATCH",
        ];

        HostRun run = await host.ApplyAsync(
            Component.ActiveGate,
            5,
            [("SHELLOPTS", "allexport"), .. ours.Select(name => (name, "exported"))]);

        run.Is(0, "rotated", "ok");
        IsFree(host.Environments);
    }

    [Fact]
    public async Task Tracing_that_comes_in_prints_no_token()
    {
        using HostTree host = WithFullActiveGate();

        HostRun run = await host.ApplyAsync(Component.ActiveGate, 5, ("SHELLOPTS", "xtrace:verbose"), ("PS4", "+ $NEW_TOKEN "));

        Assert.DoesNotContain(OldToken, run.Errors, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData(Component.ActiveGate)]
    [InlineData(Component.OneAgent)]
    public async Task What_stays_on_the_machine_holds_no_token(Component component)
    {
        using HostTree host = component is Component.ActiveGate ? WithFullActiveGate() : WithOneAgent();

        await host.ApplyAsync(component);
        await host.RestoreAsync(component);

        string[] files = Directory.GetFiles(host.Path(StateDirectory), "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            IsFree(File.ReadAllText(file));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        });
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(host.Path(StateDirectory)));
        Assert.Empty(host.Leftovers());
    }

    [Fact]
    public void The_script_uses_no_here_document_and_no_here_string()
        => Assert.DoesNotMatch(@"<<", TenantTokens.RunCommand.HostScripts.Linux);

    private static void IsFree(string text)
    {
        Assert.DoesNotContain(OldToken, text, StringComparison.Ordinal);
        Assert.DoesNotContain(NewToken, text, StringComparison.Ordinal);
    }
}
