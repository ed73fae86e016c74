using TenantTokens.Simulation.Runs;
using TenantTokens.Simulator.Machines.Files;

namespace TenantTokens.Simulation.Tests;

/// <summary>
/// A range is played to its end whatever becomes of the processes that play it. Here a script stands in for the simulation.
/// </summary>
public sealed class WorkersTests : IDisposable
{
    private const string Report = """printf '{"Seed":%s,"Hash":"h","Reached":[],"Steps":1,"Failures":[]}\n' "$seed" """;

    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("simulation-workers-");

    public void Dispose() => _place.Delete(recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_seed_whose_process_ends_is_told_as_a_failing_seed_and_the_others_are_played(int processes)
    {
        IReadOnlyList<SeedReport> reports = await PlayAsync(
            $$"""
            while read -r seed; do
              if [ "$seed" = 3 ] || [ "$seed" = 6 ]; then echo "Unhandled exception: seed $seed is odd" >&2; exit 7; fi
              {{Report}}
            done
            """,
            processes);

        Assert.Equal([1, 2, 3, 4, 5, 6], reports.Select(static report => report.Seed).Order());
        Assert.Equal(
            [
                (3, "nothing-throws", "Its process ended with exit code 7: Unhandled exception: seed 3 is odd"),
                (6, "nothing-throws", "Its process ended with exit code 7: Unhandled exception: seed 6 is odd"),
            ],
            reports.SelectMany(static report => report.Failures.Select(failure => (report.Seed, failure.Check, failure.Message))).Order());
    }

    [Fact]
    public async Task A_process_that_says_that_it_plays_no_other_seed_is_given_none()
    {
        IReadOnlyList<SeedReport> reports = await PlayAsync(
            """
            read -r seed
            printf '{"Seed":%s,"Hash":"%s","Reached":[],"Steps":1,"Failures":[],"EndsProcess":true}\n' "$seed" "$$"
            """,
            processes: 1);

        Assert.Equal([1, 2, 3, 4, 5, 6], reports.Select(static report => report.Seed));
        Assert.Empty(reports.SelectMany(static report => report.Failures));
        Assert.Equal(6, reports.Select(static report => report.Hash).Distinct().Count()); // a process each
    }

    [Fact]
    public async Task Processes_that_last_play_all_and_nothing_is_told()
    {
        IReadOnlyList<SeedReport> reports = await PlayAsync($"while read -r seed; do {Report}; done", processes: 2);

        Assert.Equal([1, 2, 3, 4, 5, 6], reports.Select(static report => report.Seed).Order());
        Assert.Empty(reports.SelectMany(static report => report.Failures));
    }

    [Fact]
    public void A_worker_that_is_handed_a_seed_that_throws_reports_it_and_plays_no_other()
    {
        using StringWriter output = new();

        Workers.Work(new StringReader("1\n2\n3\n"), static seed => Of(seed, endsProcess: seed == 2), output);

        Assert.Equal(2, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static SeedReport Of(int seed, bool endsProcess)
        => new() { Seed = seed, Hash = "h", Reached = [], Steps = 1, Failures = [], EndsProcess = endsProcess };

    private async Task<IReadOnlyList<SeedReport>> PlayAsync(string script, int processes)
    {
        string program = Path.Combine(_place.FullName, "worker");
        OwnWrites.Create(program, $"#!/usr/bin/env bash\n{script}\n", FileModes.Program);
        List<SeedReport> reports = [];
        await new Workers(processes, []) { Program = program }.PlayAsync(Enumerable.Range(1, 6), report =>
        {
            reports.Add(report);
            return true;
        }).WaitAsync(TestContext.Current.CancellationToken);
        return reports;
    }
}
