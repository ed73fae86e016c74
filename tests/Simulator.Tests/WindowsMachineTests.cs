using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TenantTokens.Simulator.Tests.Infrastructure;

namespace TenantTokens.Simulator.Tests;

/// <summary>Windows machines run the real rotate.ps1, over the run-command API.</summary>
public sealed class WindowsMachineTests
{
    private const string Rotation = "rotation-1";
    private static readonly string _script = ProductScripts.Read("rotate.ps1");

    [Theory]
    [InlineData("activegate", "Dynatrace Gateway")]
    [InlineData("oneagent", "Dynatrace OneAgent")]
    public async Task The_real_script_applies_and_restores_over_the_run_command_API(string component, string service)
    {
        await using TestWorld world = await TestWorld.StartAsync(machines: 12);
        (string machine, RunCommands commands) = await WindowsAsync(world, component);
        (string old, string fresh) = await StartAsync(world);

        JsonNode probe = await RunAsync(commands, "probe", component, 1);
        Assert.Equal(("probed", Print(old)), ((string)probe["outcome"]!, (string)probe["fingerprint"]!));

        JsonNode apply = await RunAsync(commands, "apply", component, 2, ("OLD_FINGERPRINT", Print(old)), ("NEW_TOKEN", fresh));
        Assert.Equal(("rotated", Print(fresh)), ((string)apply["outcome"]!, (string)apply["fingerprint"]!));
        EnvironmentSnapshot environment = world.Snapshot().Environments[0];
        Assert.Equal(environment.Active, Loaded());

        JsonNode restore = await RunAsync(commands, "restore", component, 3, ("NEW_FINGERPRINT", Print(fresh)), ("OLD_TOKEN", old));
        Assert.Equal(("restored", Print(old)), ((string)restore["outcome"]!, (string)restore["fingerprint"]!));
        Assert.Equal(environment.Previous, Loaded());
        Assert.Contains(world.Machine(machine).Components[0].Services, s => s.Name == service && s.State is "active");
        Assert.DoesNotContain(
            world.Machine(machine).Leftovers,
            static file => !file.StartsWith("C/ProgramData/dynatrace-token-rotation/", StringComparison.Ordinal));

        string? Loaded() => world.Machine(machine).Components[0].Loaded;
    }

    [Fact]
    public async Task A_script_that_is_ended_after_the_stop_is_made_good_by_its_guard()
    {
        await using TestWorld world = await TestWorld.StartAsync(machines: 12);
        (string machine, RunCommands commands) = await WindowsAsync(world, "activegate");
        (string old, string fresh) = await StartAsync(world);
        world.World.Plant(new Fault(FaultKind.ScriptKilledAfterStop) { Machine = machine });

        JsonNode view = await commands.RunAsync(
            _script,
            Parameters("apply", "activegate", 2, ("OLD_FINGERPRINT", Print(old)), ("GUARD_S", "3")),
            new JsonObject { ["NEW_TOKEN"] = fresh },
            name: "killed");

        Assert.Equal(-1, (int)view["exitCode"]!);
        await TestWorld.UntilAsync(
            "the guard started the services",
            () => world.Machine(machine).Components[0].Services.All(static s => s.State is "active"));
    }

    [Fact]
    public async Task An_injected_process_is_reported_and_its_machine_says_that_it_runs_Windows()
    {
        await using TestWorld world = await TestWorld.StartAsync(machines: 12);
        (string machine, RunCommands commands) = await WindowsAsync(world, "oneagent");
        world.World.Plant(new Fault(FaultKind.InjectedProcess) { Machine = machine });
        (string old, string fresh) = await StartAsync(world);

        JsonNode apply = await RunAsync(commands, "apply", "oneagent", 2, ("OLD_FINGERPRINT", Print(old)), ("NEW_TOKEN", fresh));

        Assert.Equal(1, (int)apply["stale"]!["count"]!);
        (_, JsonNode? hosts) = await world.DynatraceAsync(HttpMethod.Get, "/api/v1/oneagents?osType=WINDOWS");
        Assert.Equal(machine, (string)Assert.Single(hosts!["hosts"]!.AsArray())!["hostInfo"]!["displayName"]!);
    }

    [Fact]
    public async Task A_small_world_has_no_Windows_machine()
    {
        await using TestWorld world = await TestWorld.StartAsync();

        Assert.All(await RunCommands.RowsAsync(world), static row => Assert.Equal("linux", (string)row["osType"]!));
    }

    private static async Task<(string Machine, RunCommands Commands)> WindowsAsync(TestWorld world, string component)
    {
        IReadOnlyList<JsonNode> rows = [.. (await RunCommands.RowsAsync(world)).Where(static row => (string)row["osType"]! is "windows")];
        Assert.Equal(2, rows.Count);
        string machine = rows.Select(static row => (string)row["name"]!)
            .Single(name => world.Machine(name).Components[0].Component == component);
        return (machine, await RunCommands.OfAsync(world, machine));
    }

    private static async Task<(string Old, string New)> StartAsync(TestWorld world)
    {
        (_, JsonNode? started) = await world.RotationAsync("start");
        return ((string)started!["old"]!["value"]!, (string)started["active"]!["value"]!);
    }

    private static async Task<JsonNode> RunAsync(
        RunCommands commands,
        string action,
        string component,
        int generation,
        params (string Name, string Value)[] more)
    {
        JsonObject secrets = [];
        foreach ((string name, string value) in more.Where(static m => m.Name.EndsWith("_TOKEN", StringComparison.Ordinal)))
        {
            secrets[name] = value;
        }

        JsonNode view = await commands.RunAsync(
            _script,
            Parameters(action, component, generation, [.. more.Where(static m => !m.Name.EndsWith("_TOKEN", StringComparison.Ordinal))]),
            secrets,
            name: $"{action}-{generation}");
        string output = (string)view["output"]!;
        Assert.Equal((0, ""), ((int)view["exitCode"]!, (string)view["error"]!));
        Assert.All(
            more.Where(static m => m.Name.EndsWith("_TOKEN", StringComparison.Ordinal)),
            m => Assert.DoesNotContain(m.Value, output, StringComparison.Ordinal));
        return JsonNode.Parse(output.Trim().Split('\n')[^1]["##rotation ".Length..])!;
    }

    private static JsonObject Parameters(string action, string component, int generation, params (string Name, string Value)[] more)
    {
        JsonObject parameters = new()
        {
            ["ACTION"] = action,
            ["COMPONENT"] = component,
            ["ENVIRONMENT_ID"] = "sim00001",
            ["ROTATION_ID"] = Rotation,
            ["PROVE_S"] = "0", // a OneAgent that goes ahead of its ActiveGates gets no connection
            ["GENERATION"] = generation.ToString(CultureInfo.InvariantCulture),
            ["NOT_AFTER"] = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 900).ToString(CultureInfo.InvariantCulture),
        };
        foreach ((string name, string value) in more)
        {
            parameters[name] = value;
        }

        return parameters;
    }

    private static string Print(string token)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Rotation}:{token}")))[..16];
}
