using System.Text;
using Microsoft.Data.Sqlite;
using TenantTokens.Durable;
using TenantTokens.EngineContract;
using TenantTokens.Local.Engine;

namespace TenantTokens.Local.Tests.Engine;

public sealed class JournalTests : EngineTest
{
    private const int Activities = 1000;

    [Fact]
    public async Task A_thousand_activities_at_once_cost_one_row_each()
    {
        EngineHost host = await NewHost(Registry()).StartAsync();
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync(FanOut.Name, Activities, cancellationToken: Stop);
        OrchestrationMetadata end = await host.Client.WaitForInstanceCompletionAsync(id, Stop);
        Assert.Equal(Activities, end.ReadOutputAs<int>());
        await host.Engine.StopAsync(Stop);
        Assert.Equal(Activities + 1, Count(host, "SELECT count(*) FROM history"));
    }

    [Fact]
    public async Task A_finished_child_leaves_no_history_and_purging_its_parent_leaves_nothing()
    {
        EngineHost host = await NewHost(Registry()).StartAsync();
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync(
            Script.Name,
            new Script(ScriptKind.Child, Parts: [new(ScriptKind.Child, Parts: [new(ScriptKind.Activity, "x")])]),
            cancellationToken: Stop);
        await host.Client.WaitForInstanceCompletionAsync(id, Stop);
        Assert.Equal(3, await CountAsync(host));
        Assert.True(await host.Client.PurgeInstanceAsync(id, Stop));
        Assert.Equal(0, await CountAsync(host));
        await host.Engine.StopAsync(Stop);
        Assert.Equal(
            0,
            Count(host, "SELECT (SELECT count(*) FROM history) + (SELECT count(*) FROM inbox) + (SELECT count(*) FROM instance)"));
    }

    [Fact]
    public async Task An_id_is_free_again_in_the_very_batch_in_which_its_instance_ended()
    {
        EngineHost host = await NewHost(Registry()).StartAsync();
        Script waiting = new(ScriptKind.Race);
        List<Task> all = [];
        for (int round = 0; round < 50; round++)
        {
            all.Add(host.Client.ScheduleNewOrchestrationInstanceAsync(Script.Name, waiting, "again", Stop));
            all.Add(host.Client.TerminateInstanceAsync("again", null, Stop));
        }

        await Task.WhenAll(all);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await host.Client.GetInstanceAsync("again", Stop))!.RuntimeStatus);
    }

    [Fact]
    public async Task No_secret_gets_into_the_journal()
    {
        EngineHost host = await NewHost(Registry()).StartAsync();
        foreach (Script script in (Script[])[
            new(ScriptKind.Failure, "oops"),
            new(ScriptKind.Child, Parts: [new(ScriptKind.Failure, "oops")]),
        ])
        {
            string id = await host.Client.ScheduleNewOrchestrationInstanceAsync(Script.Name, script, cancellationToken: Stop);
            await host.Client.WaitForInstanceCompletionAsync(id, Stop);
        }

        string throwing = await host.Client.ScheduleNewOrchestrationInstanceAsync(Throwing.Name, "", cancellationToken: Stop);
        Assert.Equal("I know ***", (await host.Client.WaitForInstanceCompletionAsync(throwing, Stop)).FailureMessage);
        await host.Engine.StopAsync(Stop);
        byte[] journal = await File.ReadAllBytesAsync(host.JournalPath, Stop);
        Assert.True(journal.AsSpan().IndexOf(Encoding.UTF8.GetBytes("oops ***")) > 0);
        Assert.Equal(-1, journal.AsSpan().IndexOf(Encoding.UTF8.GetBytes(ContractScrubber.Secret)));
    }

    [Theory]
    [InlineData(false, "deleted")]
    [InlineData(true, "emptied")]
    public async Task A_journal_that_is_gone_means_that_there_are_no_instances(bool empty, string how)
    {
        EngineHost host = await NewHost(Registry()).StartAsync();
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync(FanOut.Name, 1, cancellationToken: Stop);
        await host.Client.WaitForInstanceCompletionAsync(id, Stop);
        await host.CrashAsync();
        File.Delete(host.JournalPath);
        if (empty)
        {
            await File.WriteAllBytesAsync(host.JournalPath, [], Stop);
        }

        await host.StartAsync();
        Assert.True(await CountAsync(host) == 0, how);
    }

    [Fact]
    public async Task A_journal_of_a_newer_version_is_refused()
    {
        EngineHost host = NewHost(Registry());
        using (SqliteConnection newer = SqliteFile.Open(host.JournalPath, JournalSchema.Format with { Version = 2 }))
        {
        }

        UnsupportedSchemaException refused = await Assert.ThrowsAsync<UnsupportedSchemaException>(host.StartAsync);
        Assert.Contains("Use the newer program", refused.Message, StringComparison.Ordinal);
    }

    private static DurableTaskRegistry Registry() => NewRegistry()
        .AddOrchestrator<FanOut, int, int>(FanOut.Name)
        .AddOrchestrator<Throwing, string, string>(Throwing.Name)
        .AddOrchestrator<Script.Orchestrator, Script, string>(Script.Name);

    private static async Task<int> CountAsync(EngineHost host)
    {
        int count = 0;
        await foreach (OrchestrationMetadata metadata in host.Client.GetAllInstancesAsync(cancellationToken: Stop))
        {
            count++;
        }

        return count;
    }

    private static long Count(EngineHost host, string sql)
    {
        using SqliteConnection connection = new(SqliteFile.ConnectionString(host.JournalPath, pooling: false));
        connection.Open();
        using SqliteStatement statement = new(connection, sql);
        return (long)statement.Scalar()!;
    }

    private sealed class FanOut : IOrchestrator<int, int>
    {
        public static readonly OrchestratorName<int, int> Name = new("FanOut");

        public async Task<int> RunAsync(IOrchestrationContext context, int input)
            => (await Task.WhenAll(
                Enumerable.Range(0, input).Select(item => context.CallActivityAsync(ContractActivities.Echo, $"item {item}"))))
                .Distinct()
                .Count();
    }

    private sealed class Throwing : IOrchestrator<string, string>
    {
        public static readonly OrchestratorName<string, string> Name = new("Throwing");

        public Task<string> RunAsync(IOrchestrationContext context, string input)
            => throw new InvalidOperationException($"I know {ContractScrubber.Secret}");
    }
}
