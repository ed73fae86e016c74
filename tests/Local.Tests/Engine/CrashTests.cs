using CsCheck;
using TenantTokens.Durable;

namespace TenantTokens.Local.Tests.Engine;

public sealed class CrashTests : EngineTest
{
    private const string Id = "crashing";

    private static readonly Script _sample = new(ScriptKind.Sequence, Parts:
    [
        new(ScriptKind.Activity, "one"),
        new(ScriptKind.Race),
        new(
            ScriptKind.Parallel,
            Parts: [
                new(ScriptKind.Activity, "left"),
                new(ScriptKind.Child, Parts: [new(ScriptKind.Activity, "inner")]),
                new(ScriptKind.Timer),
            ]),
        new(ScriptKind.Failure, "oops"),
        new(ScriptKind.Retry),
    ]);

    private static readonly Gen<Script> _leaves = Gen.OneOf(
        Gen.Int[0, 9].Select(static number => new Script(ScriptKind.Activity, $"a{number}")),
        Gen.OneOf(
            Gen.Const(new Script(ScriptKind.Timer)),
            Gen.Const(new Script(ScriptKind.Race)),
            Gen.Const(new Script(ScriptKind.Failure, "oops")),
            Gen.Const(new Script(ScriptKind.Retry))));

    private static readonly Gen<Script> _scripts = Grow(Grow(_leaves));

    [Theory]
    [InlineData(false, "nothing of the batch is recorded")]
    [InlineData(true, "recorded, but without effects")]
    public async Task A_crash_at_any_commit_changes_no_result(bool afterCommit, string what)
    {
        int crashes = 0;
        for (int at = 1; at <= 1000; at++)
        {
            (OrchestrationMetadata end, bool crashed) = await RunAsync(_sample, [at], afterCommit);
            Assert.True(end.ReadOutputAs<string>() == _sample.Expected, $"Commit {at}, {what}: {end}");
            if (!crashed)
            {
                break;
            }

            crashes++;
        }

        Assert.InRange(crashes, 10, 999);
    }

    [Fact]
    public async Task Crashes_anywhere_in_any_workflow_change_no_result()
        => await Gen.Select(_scripts, Gen.Int[1, 12].HashSet[0, 4], Gen.Bool).SampleAsync(
            async (script, at, afterCommit) =>
            {
                (OrchestrationMetadata end, _) = await RunAsync(script, at, afterCommit);
                Assert.True(
                    end.ReadOutputAs<string>() == script.Expected,
                    $"{end.FailureType} {end.FailureMessage} {end.OutputJson} instead of {script.Expected}");
            },
            iter: 60,
            threads: 1);

    [Fact]
    public async Task An_event_that_was_accepted_survives_a_crash()
    {
        EngineHost host = await NewHost(Registry()).StartAsync();
        await host.Client.ScheduleNewOrchestrationInstanceAsync(Listening.Name, "", Id, Stop);
        await host.Client.SuspendInstanceAsync(Id, Stop);
        await host.Client.RaiseEventAsync(Id, "go", "while suspended", Stop);
        await host.RestartAsync();
        await host.Client.ResumeInstanceAsync(Id, Stop);
        await host.Client.RaiseEventAsync(Id, "go", "while running", Stop);
        await host.RestartAsync();
        Assert.Equal("while suspended, while running", (await host.Client.WaitForInstanceCompletionAsync(Id, Stop)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task One_that_has_returned_and_whose_child_runs_ends_with_it_after_a_crash()
    {
        EngineHost host = await NewHost(Registry().AddOrchestrator<LeavingParent, string, string>(LeavingParent.Name)).StartAsync();
        await host.Client.ScheduleNewOrchestrationInstanceAsync(LeavingParent.Name, "left", Id, Stop);
        await host.Engine.IdleAsync(Stop);
        await host.RestartAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await host.Client.GetInstanceAsync(Id, Stop))!.RuntimeStatus);
        await host.Client.RaiseEventAsync($"{Id}-child", "go", "first", Stop);
        await host.Client.RaiseEventAsync($"{Id}-child", "go", "second", Stop);
        Assert.Equal("left", (await host.Client.WaitForInstanceCompletionAsync(Id, Stop)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_that_overtakes_the_start_is_kept()
    {
        EngineHost host = await NewHost(Registry()).StartAsync();
        for (int round = 0; round < 50; round++)
        {
            string id = $"{Id}-{round}";
            await Task.WhenAll(
                host.Client.ScheduleNewOrchestrationInstanceAsync(Listening.Name, "", id, Stop),
                host.Client.RaiseEventAsync(id, "go", "first", Stop),
                host.Client.RaiseEventAsync(id, "go", "second", Stop));
            Assert.Equal("first, second", (await host.Client.WaitForInstanceCompletionAsync(id, Stop)).ReadOutputAs<string>());
        }
    }

    [Fact]
    public async Task An_activity_that_ends_while_its_instance_is_suspended_is_not_run_again_after_a_crash()
    {
        Script script = new(ScriptKind.Activity, "once");
        EngineHost host = await NewHost(Registry()).StartAsync();
        await host.Client.ScheduleNewOrchestrationInstanceAsync(Passing.Name, "gate", Id, Stop);
        await World.ReachedAsync("gate", Stop);
        await host.Client.SuspendInstanceAsync(Id, Stop);
        World.Open("gate");
        await host.Client.WaitForInstanceCompletionAsync(
            await host.Client.ScheduleNewOrchestrationInstanceAsync(Script.Name, script, cancellationToken: Stop),
            Stop);
        await host.Engine.StopAsync(Stop);
        await host.RestartAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await host.Client.GetInstanceAsync(Id, Stop))!.RuntimeStatus);
        await host.Client.ResumeInstanceAsync(Id, Stop);
        Assert.Equal("gate", (await host.Client.WaitForInstanceCompletionAsync(Id, Stop)).ReadOutputAs<string>());
        Assert.Equal(1, World.CountOf("gate"));
    }

    [Fact]
    public async Task An_activity_cancelled_by_a_shutdown_runs_again_at_the_next_start()
    {
        EngineHost host = await NewHost(Registry()).StartAsync();
        await host.Client.ScheduleNewOrchestrationInstanceAsync(Passing.Name, "gate", Id, Stop);
        await World.ReachedAsync("gate", Stop);
        await host.Engine.StopAsync(Stop);
        World.Open("gate");
        await host.RestartAsync();
        Assert.Equal("gate", (await host.Client.WaitForInstanceCompletionAsync(Id, Stop)).ReadOutputAs<string>());
        Assert.Equal(2, World.CountOf("gate"));
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_stops_the_engine_and_fails_its_callers()
    {
        EngineHost host = NewHost(Registry());
        host.CommitProbe = static _ => throw new IOException("disk full");
        await host.StartAsync();
        await Assert.ThrowsAsync<IOException>(() => host.Client.ScheduleNewOrchestrationInstanceAsync(Listening.Name, "", Id, Stop));
        await Assert.ThrowsAsync<IOException>(() => host.Engine.Completion);
        await Assert.ThrowsAsync<IOException>(() => host.Client.GetInstanceAsync(Id, Stop));
    }

    private static DurableTaskRegistry Registry() => NewRegistry()
        .AddOrchestrator<Script.Orchestrator, Script, string>(Script.Name)
        .AddOrchestrator<Listening, string, string>(Listening.Name)
        .AddOrchestrator<Passing, string, string>(Passing.Name);

    private static Gen<Script> Grow(Gen<Script> parts) => Gen.OneOf(
        parts,
        parts.Select(static part => new Script(ScriptKind.Child, Parts: [part])),
        parts.Array[1, 4].Select(static all => new Script(ScriptKind.Sequence, Parts: all)),
        parts.Array[1, 4].Select(static all => new Script(ScriptKind.Parallel, Parts: all)));

    /// <summary>Runs a script while the process dies at the given commits, counted over all its lives.</summary>
    private async Task<(OrchestrationMetadata End, bool Crashed)> RunAsync(Script script, HashSet<int> crashAt, bool afterCommit)
    {
        int commits = 0;
        bool crashed = false;
        await using EngineHost host = NewHost(Registry());
        host.CommitProbe = after =>
        {
            if (after == afterCommit && crashAt.Contains(++commits))
            {
                crashed = true;
                throw new IOException("The process died.");
            }
        };
        while (true)
        {
            try
            {
                await host.RestartAsync();
                await host.Client.ScheduleNewOrchestrationInstanceAsync(Script.Name, script, Id, Stop);
                return (await host.Client.WaitForInstanceCompletionAsync(Id, Stop), crashed);
            }
            catch (IOException)
            {
                // Start again.
            }
            catch (OrchestrationAlreadyExistsException)
            {
                try
                {
                    return (await host.Client.WaitForInstanceCompletionAsync(Id, Stop), crashed);
                }
                catch (IOException)
                {
                    // Start again.
                }
            }
        }
    }

    private sealed class Listening : IOrchestrator<string, string>
    {
        public static readonly OrchestratorName<string, string> Name = new("Listening");

        public async Task<string> RunAsync(IOrchestrationContext context, string input)
            => $"{await context.WaitForExternalEvent<string>("go")}, {await context.WaitForExternalEvent<string>("go")}";
    }

    private sealed class Passing : IOrchestrator<string, string>
    {
        public static readonly OrchestratorName<string, string> Name = new("Passing");

        public Task<string> RunAsync(IOrchestrationContext context, string input)
            => context.CallActivityAsync(TenantTokens.EngineContract.ContractActivities.Pass, input);
    }

    private sealed class LeavingParent : IOrchestrator<string, string>
    {
        public static readonly OrchestratorName<string, string> Name = new("ParentThatLeavesItsChild");

        public async Task<string> RunAsync(IOrchestrationContext context, string input)
        {
            Task<string> child = context.CallSubOrchestratorAsync(Listening.Name, "", $"{context.InstanceId}-child");
            await Task.WhenAny(child, context.CallActivityAsync(TenantTokens.EngineContract.ContractActivities.Echo, "beside it"));
            return input;
        }
    }
}
