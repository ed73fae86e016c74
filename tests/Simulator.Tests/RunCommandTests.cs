using System.Net;
using System.Text.Json.Nodes;
using TenantTokens.Simulator.Tests.Infrastructure;

namespace TenantTokens.Simulator.Tests;

public sealed class RunCommandTests
{
    [Theory]
    [InlineData("vm")]
    [InlineData("arc")]
    public async Task A_script_runs_and_its_exit_code_and_output_come_back(string kind)
    {
        await using TestWorld world = await TestWorld.StartAsync();
        RunCommands commands = await RunCommands.OfAsync(world, world.Snapshot().Machines.First(m => m.Kind == kind).Name);

        JsonNode view = await commands.RunAsync("echo '##rotation {}'; echo oops >&2; exit 3");

        Assert.Equal("Failed", (string)view["executionState"]!);
        Assert.Equal(3, (int)view["exitCode"]!);
        Assert.Equal("##rotation {}\n", (string)view["output"]!);
        Assert.Equal("oops\n", (string)view["error"]!);
    }

    [Fact]
    public async Task Parameters_arrive_as_environment_variables_and_empty_ones_do_not()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string machine = world.FirstWith("oneagent");
        RunCommands commands = await RunCommands.OfAsync(world, machine);

        JsonNode view = await commands.RunAsync(
            "echo \"$ACTION/${EMPTY-unset}/$NEW_TOKEN/$ROOT/$LANG/${HOME-unset}\"",
            new JsonObject { ["ACTION"] = "probe", ["EMPTY"] = "" },
            new JsonObject { ["NEW_TOKEN"] = "secret value" });

        Assert.Equal($"probe/unset/secret value/{world.Tree(machine)}/C.UTF-8/unset\n", (string)view["output"]!);
    }

    [Fact]
    public async Task Protected_parameters_are_never_returned()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        RunCommands commands = await RunCommands.OfAsync(world, world.FirstWith("activegate"));

        JsonNode view = await commands.RunAsync(
            "echo \"$SHOWN/${#NEW_TOKEN}\"",
            new JsonObject { ["SHOWN"] = "for-everybody" },
            new JsonObject { ["NEW_TOKEN"] = "only-for-the-host" });
        (_, JsonNode? body) = await commands.GetAsync("test");

        string answer = body!.ToJsonString();
        Assert.Equal("for-everybody/17\n", (string)view["output"]!); // both have arrived on the host
        Assert.Contains("\"value\":\"for-everybody\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("only-for-the-host", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_last_4096_bytes_of_the_output_come_back()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        RunCommands commands = await RunCommands.OfAsync(world, world.FirstWith("oneagent"));

        JsonNode view = await commands.RunAsync("for i in $(seq 1 2000); do echo \"line $i\"; done; echo end");

        string output = (string)view["output"]!;
        Assert.Equal(4096, output.Length);
        Assert.EndsWith("line 2000\nend\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timeout_kills_the_shell_and_nothing_else()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string machine = world.FirstWith("oneagent");
        RunCommands commands = await RunCommands.OfAsync(world, machine);

        JsonNode view = await commands.RunAsync("(sleep 2; echo alive > \"$ROOT/child\") & echo begun; sleep 60", timeout: 1);

        Assert.Equal("Failed", (string)view["executionState"]!);
        Assert.Equal(-1, (int)view["exitCode"]!);
        Assert.Equal("begun\n", (string)view["output"]!);
        await TestWorld.UntilAsync("the child lived on", () => File.Exists(Path.Combine(world.Tree(machine), "child")));
        Assert.Contains("child", world.Machine(machine).Leftovers);
    }

    [Fact]
    public async Task Deleting_a_running_command_kills_its_script()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string machine = world.FirstWith("oneagent");
        RunCommands commands = await RunCommands.OfAsync(world, machine);
        await commands.PutAsync("long", commands.Body("echo $$ > \"$ROOT/pid\"; sleep 60; echo late > \"$ROOT/late\""));
        string pidFile = Path.Combine(world.Tree(machine), "pid");
        await TestWorld.UntilAsync("the script runs", () => File.Exists(pidFile) && File.ReadAllText(pidFile).Length > 1);
        string pid = File.ReadAllText(pidFile).Trim();

        (HttpStatusCode status, _) = await commands.DeleteAsync("long");

        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Accepted);
        await TestWorld.UntilAsync("the script is gone", () => !Directory.Exists("/proc/" + pid));
        await TestWorld.UntilAsync("the command is gone", async () => (await commands.GetAsync("long")).Status is HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.NoContent, (await commands.DeleteAsync("long")).Status);
    }

    [Fact]
    public async Task The_same_body_again_does_not_run_the_script_again()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string machine = world.FirstWith("oneagent");
        RunCommands commands = await RunCommands.OfAsync(world, machine);
        const string Script = "echo once >> \"$ROOT/count\"";

        await commands.RunAsync(Script);
        (HttpStatusCode status, JsonNode? body) = await commands.PutAsync("test", commands.Body(Script));
        await commands.RunAsync("true", name: "another");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("Succeeded", (string)body!["properties"]!["provisioningState"]!);
        Assert.Equal("once\n", await File.ReadAllTextAsync(Path.Combine(world.Tree(machine), "count"), TestWorld.Token));
    }
}
