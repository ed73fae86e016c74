using System.Text.Json.Nodes;
using TenantTokens.Simulator.Tests.Infrastructure;

namespace TenantTokens.Simulator.Tests;

/// <summary>The fake programs, asked by scripts that run as run commands.</summary>
public sealed class ToolTests
{
    [Fact]
    public async Task Systemctl_tells_what_runs()
    {
        await using TestWorld world = await TestWorld.StartAsync();

        string output = await RunAsync(world, "activegate", """
            systemctl is-active dynatracegateway.service extensionsmodule; echo $?
            systemctl --quiet is-active dynatracegateway && echo quiet
            systemctl is-active zremote; echo $?
            systemctl show -p ActiveState,LoadState --value dynatracegateway
            systemctl show -p LoadState,MainPID zremote
            systemctl cat vuc >/dev/null 2>&1; echo $?
            systemctl list-unit-files --no-pager --no-legend 'dynatrace*'
            """);

        Assert.Equal(
            "active\nactive\n0\nquiet\ninactive\n4\nactive\nloaded\nLoadState=not-found\nMainPID=0\n1\n"
            + "dynatracegateway.service enabled enabled\ndynatraceautoupdater.service enabled enabled\n",
            output);
    }

    [Fact]
    public async Task Services_stop_and_start_and_load_the_files_token_then()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string machine = world.FirstWith("activegate");
        string? before = world.Machine(machine).Components[0].Loaded;

        string output = await RunAsync(world, "activegate", """
            pid=$(systemctl show -p MainPID --value dynatracegateway)
            systemctl stop dynatracegateway extensionsmodule
            systemctl is-active dynatracegateway extensionsmodule
            sed -i 's/^tenantToken = .*/tenantToken = ABCDEFGHIJKLMNOP/' "$ROOT/var/lib/dynatrace/gateway/config/authorization.properties"
            systemctl --no-block start dynatracegateway.service && systemctl start dynatracegateway extensionsmodule
            systemctl is-active dynatracegateway
            [ "$pid" != "$(systemctl show -p MainPID --value dynatracegateway)" ] && echo another pid
            """);

        Assert.Equal("inactive\ninactive\nactive\nanother pid\n", output);
        Assert.NotNull(world.Machine(machine).Components[0].Loaded);
        Assert.NotEqual(before, world.Machine(machine).Components[0].Loaded);
        await TestWorld.UntilAsync("the ActiveGate complains", () => world.Snapshot().Heartbeats.RejectedFrom.Contains(machine));
        string log = await File.ReadAllTextAsync(
            Path.Combine(world.Tree(machine), "var/log/dynatrace/gateway/dynatracegateway.0.0.log"),
            TestWorld.Token);
        Assert.Contains("REQUEST_REJECTED", log, StringComparison.Ordinal);
        Assert.Empty(world.Machine(machine).Leftovers);
    }

    [Fact]
    public async Task An_ActiveGate_whose_file_is_broken_does_not_start()
    {
        await using TestWorld world = await TestWorld.StartAsync();

        string output = await RunAsync(world, "activegate", """
            systemctl stop dynatracegateway
            echo 'no section, no key' >> "$ROOT/var/lib/dynatrace/gateway/config/authorization.properties"
            systemctl start dynatracegateway 2>/dev/null; echo $?
            systemctl is-active dynatracegateway
            grep -c 'Error during parsing config file' "$ROOT/var/log/dynatrace/gateway/dynatracegateway.0.0.log"
            """);

        Assert.Equal("1\nfailed\n1\n", output);
    }

    [Fact]
    public async Task A_start_can_be_made_to_fail()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.World.Plant(
            new Fault(FaultKind.ServiceStartFails) { Machine = world.FirstWith("activegate"), Service = "dynatracegateway", Times = 2 });

        string output = await RunAsync(world, "activegate", """
            systemctl restart dynatracegateway 2>/dev/null; echo $?
            systemctl start dynatracegateway 2>/dev/null; echo $?
            systemctl start dynatracegateway; echo $?
            """);

        Assert.Equal("1\n1\n0\n", output);
    }

    [Fact]
    public async Task Oneagentctl_gets_and_sets_with_a_restart_only()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string machine = world.FirstWith("oneagent");
        string before = world.Machine(machine).Components[0].Loaded!;

        string output = await RunAsync(world, "oneagent", """
            ctl="$ROOT/opt/dynatrace/oneagent/agent/tools/oneagentctl"
            old=$("$ctl" --get-tenant-token)
            "$ctl" --set-tenant=sim00001 --set-tenant-token=ABCDEFGHIJKLMNOP 2>/dev/null; echo "without restart: $?"
            [ "$old" = "$("$ctl" --get-tenant-token)" ] && echo unchanged
            "$ctl" --set-tenant="$("$ctl" --get-tenant)" --set-tenant-token=ABCDEFGHIJKLMNOP --restart-service; echo "with restart: $?"
            "$ctl" --get-tenant-token
            grep -h -i tenanttoken "$ROOT"/var/lib/dynatrace/oneagent/agent/config/*.conf
            systemctl is-active oneagent
            "$ctl" --get-network-zone
            """);

        Assert.Equal(
            "without restart: 1\nunchanged\nwith restart: 0\nABCDEFGHIJKLMNOP\nTenantToken=ABCDEFGHIJKLMNOP\ntenantToken"
                + " ABCDEFGHIJKLMNOP\nactive\nzone-a\n",
            output);
        Assert.NotEqual(before, world.Machine(machine).Components[0].Loaded);
        Assert.Empty(world.Machine(machine).Leftovers);
    }

    [Fact]
    public async Task Get_server_marks_the_endpoint_in_use()
    {
        await using TestWorld world = await TestWorld.StartAsync();

        string output = await RunAsync(world, "oneagent", "\"$ROOT/opt/dynatrace/oneagent/agent/tools/oneagentctl\" --get-server");

        Assert.Matches(
            @"^\{(\*https://gate-01:9999/communication;https://gate-02:9999/communication|https://gate-01:9999/communication;\*https://gate-02:9999/communication)\}\n$",
            output);
    }

    [Fact]
    public async Task A_timer_of_systemd_run_outlives_its_script_and_fires()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string machine = WithSystemd(world, expected: true);
        RunCommands commands = await RunCommands.OfAsync(world, machine);

        JsonNode view = await commands.RunAsync(
            """systemd-run --quiet --collect --on-active=1s --timer-property=AccuracySec=100ms --unit=guard bash -c 'echo "$ROOT" > "$ROOT/fired"'; systemctl is-active guard.timer""");

        Assert.Equal("active\n", (string)view["output"]!);
        string file = Path.Combine(world.Tree(machine), "fired");
        await TestWorld.UntilAsync("it fired", () => File.Exists(file) && File.ReadAllText(file) == world.Tree(machine) + "\n");
    }

    [Fact]
    public async Task A_timer_that_is_stopped_does_not_fire()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        string machine = WithSystemd(world, expected: true);
        RunCommands commands = await RunCommands.OfAsync(world, machine);

        JsonNode view = await commands.RunAsync("""
            systemd-run -q --on-active=1 --unit=guard touch "$ROOT/fired"
            systemctl stop guard.timer; echo $?
            systemctl is-active guard.timer
            systemctl stop guard.timer 2>/dev/null; echo $?
            sleep 2
            [ -e "$ROOT/fired" ] || echo never
            """);

        Assert.Equal("0\ninactive\n5\nnever\n", (string)view["output"]!);
    }

    [Fact]
    public async Task Half_of_the_machines_have_no_systemd_run()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        RunCommands commands = await RunCommands.OfAsync(world, WithSystemd(world, expected: false));

        JsonNode view = await commands.RunAsync(
            """systemd-run --on-active=1s --unit=guard true 2>/dev/null; echo $?; setsid bash -c 'sleep 0.2; touch "$ROOT/fired"' </dev/null >/dev/null 2>&1 & disown; wait""");

        Assert.StartsWith("1\n", (string)view["output"]!, StringComparison.Ordinal);
        await TestWorld.UntilAsync(
            "the background process goes on",
            () => File.Exists(Path.Combine(world.Tree(WithSystemd(world, expected: false)), "fired")));
    }

    [Fact]
    public async Task A_process_that_loaded_the_library_can_be_found()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.World.Plant(new Fault(FaultKind.InjectedProcess) { Machine = world.FirstWith("oneagent") });

        string output = await RunAsync(world, "oneagent", """cat "$(dirname "$(grep -l liboneagentproc.so "$ROOT"/proc/*/maps)")/comm" """);

        Assert.Equal("java\n", output);
    }

    private static string WithSystemd(TestWorld world, bool expected)
        => world.Snapshot().Machines.First(m => Directory.Exists(Path.Combine(world.Tree(m.Name), "run/systemd/system")) == expected).Name;

    private static async Task<string> RunAsync(TestWorld world, string component, string script)
    {
        RunCommands commands = await RunCommands.OfAsync(world, world.FirstWith(component));
        JsonNode view = await commands.RunAsync(script);
        Assert.Equal("", (string)view["error"]!);
        return (string)view["output"]!;
    }
}
