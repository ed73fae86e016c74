using System.Text.Json.Nodes;
using TenantTokens.Simulator.Tests.Infrastructure;

namespace TenantTokens.Simulator.Tests;

/// <summary>
/// The same commands to the real script on a tree of files and to a model: whoever believes a test on models believes this one.
/// </summary>
public sealed class ModelParityTests
{
    private const double Fast = 1.0 / 600;

    [Fact]
    public async Task An_ActiveGate_model_answers_as_the_real_script_does()
        => await CompareAsync(static (gate, _, _) => gate, "activegate", "dynatracegateway", 1);

    [Fact]
    public async Task A_OneAgent_model_answers_as_the_real_script_does()
        => await CompareAsync(static (_, agent, _) => agent, "oneagent", "oneagent", 3);

    private static async Task CompareAsync(
        Func<HostCommands, HostCommands, TestWorld, HostCommands> choose,
        string component,
        string service,
        int starts)
    {
        Task<IReadOnlyList<string>> real = AnswersAsync(models: false, choose, component, service, starts);
        Task<IReadOnlyList<string>> model = AnswersAsync(models: true, choose, component, service, starts);

        Assert.Equal(await real, await model);
    }

    private static async Task<IReadOnlyList<string>> AnswersAsync(
        bool models,
        Func<HostCommands, HostCommands, TestWorld, HostCommands> choose,
        string component,
        string service,
        int starts)
    {
        await using TestWorld world = await TestWorld.StartAsync(timeScale: Fast, models: models);
        (string gate, string agent) = (world.FirstWith("activegate"), world.FirstWith("oneagent"));
        string machine = component is "activegate" ? gate : agent;
        (HostCommands gateCommands, HostCommands agentCommands) = await HostCommands.StartAsync(world, gate, agent);
        HostCommands host = choose(gateCommands, agentCommands, world);
        List<string> answers = [];
        if (component is "oneagent")
        {
            // One that is rejected would wait for its connection in vain, and the real script does so in real time.
            foreach (MachineSnapshot one in world.Snapshot().Machines.Where(static m => m.Components[0].Component is "activegate"))
            {
                world.World.Plant(new Fault(FaultKind.MoveByHand) { Machine = one.Name, Token = "new" });
            }
        }

        Add("bad action", await host.SendAsync(new JsonObject { ["ACTION"] = "destroy" }));
        Add(
            "not installed",
            await host.SendAsync(
                new JsonObject { ["ACTION"] = "probe", ["COMPONENT"] = component is "activegate" ? "oneagent" : "activegate" }));
        Add("other environment", await host.SendAsync(new JsonObject { ["ACTION"] = "probe", ["ENVIRONMENT_ID"] = "abc12345" }));
        Add("probe", await host.ProbeAsync());
        Add("too late", await host.ApplyAsync(10, notAfter: 1000));
        Add("unexpected", await host.ApplyAsync(10, oldFingerprint: "0123456789abcdef"));
        Add("apply", await host.ApplyAsync(10));
        Add("apply again", await host.ApplyAsync(10));
        Add("older", await host.ApplyAsync(9));
        Add("used", await host.RestoreAsync(10));
        Add("restore", await host.RestoreAsync(11));
        Add("restore again", await host.RestoreAsync(11));
        Fail(starts);
        Add("put back", await host.ApplyAsync(12));
        Fail(starts + 1);
        Add("needs a human", await host.ApplyAsync(13, more: HostCommands.EarlyGuard));
        await TestWorld.UntilAsync(
            "the guard started it",
            () => world.Machine(machine).Components[0].Services.All(static s => s.State is "active"));
        Add("after that", await host.ApplyAsync(14));
        Add("probe at the end", await host.ProbeAsync());
        Break(FaultKind.ServiceMasked);
        Add("probe of one that is masked", await host.ProbeAsync());
        Add("restore of one that is masked", await host.RestoreAsync(15));
        Add("apply to one that is masked", await host.ApplyAsync(16));
        Break(FaultKind.ServiceRepaired);
        Break(FaultKind.ServiceLoops);
        Add("probe of one in a loop", await host.ProbeAsync());
        Add("restore of one in a loop", await host.RestoreAsync(17));
        Add("apply to one in a loop", await host.ApplyAsync(18));
        return answers;

        void Break(string kind) => world.World.Plant(new Fault(kind) { Machine = machine, Service = service });

        void Add(string what, HostAnswer answer)
            => answers.Add($"{what}: {(answer.Report is null ? $"{answer.ExitCode} killed" : answer.Essence)}");

        void Fail(int times)
            => world.World.Plant(new Fault(FaultKind.ServiceStartFails) { Machine = machine, Service = service, Times = times });
    }
}
