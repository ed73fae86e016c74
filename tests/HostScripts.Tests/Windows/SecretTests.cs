using TenantTokens.HostScripts.Tests.Windows.Hosts;
using TenantTokens.Machines;
using static TenantTokens.HostScripts.Tests.Windows.Hosts.WindowsHost;

namespace TenantTokens.HostScripts.Tests.Windows;

/// <summary>
/// No token in the output, in a cmdlet's parameters, in a command line but oneagentctl's, or in a file that stays (docs/invariants.md#i8).
/// </summary>
public sealed class SecretTests
{
    [Fact]
    public async Task An_ActiveGates_tokens_show_in_no_parameter_and_no_command_line()
    {
        await using WindowsHost host = WithModule();
        List<string> calls = [];

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");
        calls.AddRange(host.Calls);
        (await host.RestoreAsync(Component.ActiveGate)).Is(0, "restored", "ok");
        calls.AddRange(host.Calls);

        Assert.NotEmpty(calls);
        Assert.All(calls, IsFree);
    }

    [Fact]
    public async Task A_OneAgents_tokens_show_in_its_own_command_line_alone()
    {
        await using WindowsHost host = WithOneAgent();

        (await host.ApplyAsync(Component.OneAgent)).Is(0, "rotated", "ok");

        Assert.All(host.Calls.Where(static call => !call.StartsWith("oneagentctl ", StringComparison.Ordinal)), IsFree);
        Assert.Contains(host.Calls, static call => call.Contains(NewToken, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Component.ActiveGate)]
    [InlineData(Component.OneAgent)]
    public async Task What_stays_on_the_machine_holds_no_token(Component component)
    {
        await using WindowsHost host = component is Component.ActiveGate ? WithModule() : WithOneAgent();

        await host.ApplyAsync(component);
        await host.RestoreAsync(component);

        string[] files = [.. host.AllFiles().Where(f => f.StartsWith(host.Place(StateDirectory), StringComparison.Ordinal))];
        Assert.Equal(2, files.Length);
        Assert.All(files, static file => IsFree(File.ReadAllText(file)));
        Assert.Empty(host.Leftovers());
    }

    [Fact]
    public async Task The_guards_description_holds_no_token()
    {
        await using WindowsHost host = WithModule();
        string task = "";
        Action<string, IReadOnlyList<string>> before = host.System.Calling;
        host.System.Calling = (name, given) =>
        {
            task = name is "schtasks.exe" && task.Length is 0
                ? host.Read(StateDirectory + @"\guard.xml").Replace("\0", "", StringComparison.Ordinal)
                : task;
            before(name, given);
        };

        (await host.ApplyAsync(Component.ActiveGate)).Is(0, "rotated", "ok");

        Assert.Contains("sc.exe", task, StringComparison.Ordinal);
        IsFree(task);
    }

    private static void IsFree(string text)
    {
        Assert.DoesNotContain(OldToken, text, StringComparison.Ordinal);
        Assert.DoesNotContain(NewToken, text, StringComparison.Ordinal);
    }
}
