using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Reporting;
using TenantTokens.Simulator;

namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>Run commands that Azure does not delete, or does not take.</summary>
public sealed class RunCommandsLeftTests
{
    [Fact]
    public Task Deletions_that_are_stuck_are_named_and_once_released_no_token_is_left_on_any_machine() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time);
        scenario.Plant(new Fault(FaultKind.StuckDeleting) { Percent = 100 });
        await scenario.RotateAsync();
        await scenario.ApproveAndCompleteAsync();

        RotationSnapshot stuck = await scenario.UntilAsync(static seen => seen.Rotation.CommandsLeft > 0, "the run commands were counted");
        Assert.True(scenario.World.RunCommands.WithSecrets > 0);
        Assert.Equal(scenario.World.RunCommands.Left, stuck.CommandsLeft.Count);
        Assert.All(stuck.CommandsLeft, static left => Assert.Equal("Azure has not deleted it yet", left.Reason));
        string report = await scenario.Get<RotationReport>().WriteAsync(scenario.RotationId, CancellationToken.None);
        Assert.Contains("## Run commands still on machines", report, StringComparison.Ordinal);
        Assert.All(
            stuck.CommandsLeft,
            left => Assert.Contains($"| {left.Machine} | {left.Target} | {left.Action} |", report, StringComparison.Ordinal));

        scenario.Plant(new Fault(FaultKind.DeletionsResume) { Percent = 100 });

        RotationSnapshot gone = await scenario.UntilAsync(static seen => seen.Rotation.CommandsLeft is 0, "all of them are gone");
        Assert.Empty(gone.CommandsLeft);
        Assert.Equal(new RunCommandCounts(0, 0), scenario.World.RunCommands);
        Assert.DoesNotContain(
            "still on machines",
            await scenario.Get<RotationReport>().WriteAsync(scenario.RotationId, CancellationToken.None),
            StringComparison.Ordinal);
        scenario.LostNothing();
    });

    [Fact]
    public Task A_delete_lock_is_in_the_plan_and_named_with_machine_and_reason_until_it_is_removed() => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time);
        string locked = scenario.World.Machines.First(
            static machine => Scenario.IsOn(machine) && machine.Components[0].Component == "oneagent").Name;
        scenario.Plant(new Fault(FaultKind.Lock) { Machine = locked });
        await scenario.RotateAsync();

        RotationSnapshot gate = await scenario.UntilGateAsync(GateKind.Finish);
        Assert.Contains(
            gate.Plan!.Warnings,
            warning => warning.Contains($"run commands of {locked} (ScopeLocked: ", StringComparison.Ordinal));
        await scenario.ApproveAndCompleteAsync();

        RotationSnapshot left = await scenario.UntilAsync(
            static seen => seen.CommandsLeft.Count > 0 && seen.Rotation.CommandsLeft == seen.CommandsLeft.Count,
            "only the locked machine's are left");
        Assert.All(
            left.CommandsLeft,
            command => Assert.Equal(
                (locked, true),
                (command.Machine, command.Reason.StartsWith("ScopeLocked: ", StringComparison.Ordinal))));
        Assert.Contains(
            await scenario.AuditAsync("swept"),
            entry => entry.Detail.Contains($"{locked} (", StringComparison.Ordinal)
                && entry.Detail.Contains("ScopeLocked", StringComparison.Ordinal));

        scenario.Plant(new Fault(FaultKind.Unlock) { Machine = locked });

        await scenario.UntilAsync(static seen => seen.Rotation.CommandsLeft is 0, "all of them are gone");
        await scenario.UntilAsync(() => Task.FromResult(scenario.World.RunCommands.Left is 0), static () => "Azure has deleted the last");
    });

    [Theory]
    [InlineData("no-extensions", "extensions-not-allowed", "extension operations are disallowed")]
    [InlineData("read-only", "scope-locked", "locked")]
    public Task What_azure_will_never_take_is_a_failure_in_its_words_that_the_budget_counts(string block, string code, string words)
        => VirtualRun.PlayAsync(async time =>
        {
            await using Scenario scenario = await Scenario.StartAsync(time);
            string machine = scenario.World.Machines.First(
                static machine => Scenario.IsOn(machine) && machine.Components[0].Component == "oneagent").Name;
            scenario.Plant(new Fault(FaultKind.Lock) { Machine = machine, Block = block });
            await scenario.RotateAsync();

            RotationSnapshot gate = await scenario.UntilGateAsync(GateKind.Continue); // 5% of 12 may fail: none

            TargetRecord target = Assert.Single(gate.Targets, target => target.Name == $"oneagent/{machine}");
            Assert.Equal((TargetState.Failed, code), (target.State, target.Code));
            Assert.Contains(words, target.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(scenario.Commands, command => command.Machine == machine);
        });

    [Theory]
    [InlineData("TimedOut")]
    [InlineData("Canceled")]
    public Task A_platform_that_loses_a_script_s_end_proves_nothing(string state) => VirtualRun.PlayAsync(async time =>
    {
        await using Scenario scenario = await Scenario.StartAsync(time);
        string machine = scenario.World.Machines.First(
            static machine => Scenario.IsOn(machine) && machine.Components[0].Component == "oneagent").Name;
        scenario.Plant(new Fault(FaultKind.ExecutionState) { Machine = machine, State = state, Nth = 2 });
        await scenario.RotateAsync();

        RotationSnapshot gate = await scenario.UntilAsync(
            static seen => seen is { Gate: not null, GateOutcome: GateOutcome.Undecided },
            "a gate is open");

        TargetRecord target = Assert.Single(gate.Targets, target => target.Name == $"oneagent/{machine}");
        Assert.Equal((TargetState.Inconclusive, "report-contradicts-exit"), (target.State, target.Code));
    });
}
