using TenantTokens.RunCommand;
using TenantTokens.Testing.Http;

namespace TenantTokens.Shared.Tests.RunCommand;

public sealed class RunCommandExecutionTests
{
    private readonly RunCommandDriver _driver = new();

    [Fact]
    public async Task A_command_is_looked_for_sent_followed_and_deleted()
    {
        _driver.Http
            .Expect(_driver.Get, 404)
            .Expect(_driver.Put, 201, "{}")
            .Expect(_driver.Get, 200, RunCommandDriver.View("Unknown", "Creating"))
            .Expect(_driver.Get, 200, RunCommandDriver.View("Running"), ("Retry-After", "4"))
            .Expect(
                _driver.Get,
                200,
                RunCommandDriver.View("Succeeded", output: "noise\\n" + RunCommandDriver.Report + "\\n", error: "a warning"))
            .Expect(_driver.Delete, 202)
            .Expect(_driver.Get, 404);

        var completed = Assert.IsType<RunCommandResult.Completed>(await _driver.RunAsync());

        Assert.Equal(
            (0, "rotated", "a warning", true, false),
            (completed.ExitCode, completed.Report?.Outcome, completed.StderrTail, completed.Sent, completed.DeletePending));
        Assert.Equal([15, 15, 4], _driver.Time.Waits.Select(static wait => wait.TotalSeconds));
        Assert.Equal(1, _driver.TimesAsked);
        _driver.Http.AssertDone();
    }

    [Fact]
    public async Task What_came_of_a_command_is_told_once_before_it_is_deleted()
    {
        _driver.Http
            .Expect(_driver.Get, 404)
            .Expect(_driver.Put, 201, "{}")
            .Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded", output: RunCommandDriver.Report))
            .Expect(_driver.Delete, 200).Expect(_driver.Get, 404);

        RunCommandResult result = await _driver.RunAsync();

        Assert.Equal((result with { DeletePending = true }, 3), Assert.Single(_driver.Ended));
    }

    [Fact]
    public async Task What_came_of_a_command_that_is_left_where_it_is_is_its_result_alone()
    {
        _driver.Http.Expect(_driver.Get, 404)
            .Expect(_driver.Put, 409, RunCommandDriver.Error("OperationNotAllowed", "The VM is not running."));

        await _driver.RunAsync();

        Assert.Empty(_driver.Ended);
    }

    [Fact]
    public async Task A_command_that_is_there_is_followed_and_neither_asked_for_nor_sent_again()
    {
        _driver.MaySend = false;
        _driver.Http
            .Expect(_driver.Get, 200, RunCommandDriver.View("Running"))
            .Expect(_driver.Get, 200, RunCommandDriver.View("Failed", exitCode: 30, output: RunCommandDriver.Report))
            .Expect(_driver.Delete, 200).Expect(_driver.Get, 404);

        var completed = Assert.IsType<RunCommandResult.Completed>(await _driver.RunAsync());

        Assert.Equal((30, true, 0), (completed.ExitCode, completed.Sent, _driver.TimesAsked));
    }

    [Fact]
    public async Task A_command_is_not_sent_when_the_caller_says_no()
    {
        _driver.MaySend = false;
        _driver.Http.Expect(_driver.Get, 404);

        Assert.Equal(new RunCommandResult.NotSent(), await _driver.RunAsync());
    }

    [Fact]
    public async Task The_exit_code_of_a_running_script_is_not_believed()
    {
        _driver.Http.Expect(_driver.Get, 200, RunCommandDriver.View("Running", exitCode: 0));
        _driver.Http.Expect(_driver.Get, 200, RunCommandDriver.View("Running", exitCode: 0));
        _driver.Http.Expect(_driver.Get, 200, RunCommandDriver.View("Failed", exitCode: 50))
            .Expect(_driver.Delete, 200)
            .Expect(_driver.Get, 404);

        Assert.Equal(50, Assert.IsType<RunCommandResult.Completed>(await _driver.RunAsync()).ExitCode);
    }

    [Theory]
    [InlineData("TimedOut")]
    [InlineData("Canceled")]
    public async Task A_script_that_was_killed_has_exit_code_minus_one(string state)
    {
        _driver.Http.Expect(_driver.Get, 200, RunCommandDriver.View(state, exitCode: 0))
            .Expect(_driver.Delete, 200)
            .Expect(_driver.Get, 404);

        Assert.Equal(-1, Assert.IsType<RunCommandResult.Completed>(await _driver.RunAsync()).ExitCode);
    }

    [Fact]
    public async Task A_command_that_the_platform_could_not_start_is_refused()
    {
        _driver.Http.Expect(_driver.Get, 200, RunCommandDriver.View("Unknown", "Failed", message: "extension blocked"))
            .Expect(_driver.Delete, 200)
            .Expect(_driver.Get, 404);

        Assert.Equal(new RunCommandResult.Refused("not-started", "extension blocked") { Sent = true }, await _driver.RunAsync());
    }

    [Fact]
    public async Task A_script_that_runs_past_the_deadline_is_not_deleted_since_that_would_kill_it()
    {
        _driver.ExpectSent();
        _driver.ExpectUntilDeadline(RunCommandDriver.View("Running"));

        Assert.Equal(new RunCommandResult.DeadlinePassed { Sent = true, DeletePending = true }, await _driver.RunAsync());
        Assert.DoesNotContain(_driver.Http.Requests, static request => request.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_script_that_never_began_is_deleted_at_the_deadline_so_that_it_does_not_begin_late()
    {
        _driver.ExpectSent();
        _driver.ExpectUntilDeadline(RunCommandDriver.View("Unknown", "Creating"));
        _driver.Http.Expect(_driver.Delete, 200).Expect(_driver.Get, 404);

        Assert.Equal(new RunCommandResult.DeadlinePassed { Sent = true }, await _driver.RunAsync());
        Assert.True(_driver.Time.Waits.Aggregate(TimeSpan.Zero, static (sum, wait) => sum + wait) >= _driver.Request.Timeout);
    }

    [Fact]
    public async Task A_look_that_fails_is_repeated_while_there_is_time()
    {
        _driver.ExpectSent();
        _driver.Http.Expect(_driver.Get, 400)
            .Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded"))
            .Expect(_driver.Delete, 200)
            .Expect(_driver.Get, 404);

        Assert.IsType<RunCommandResult.Completed>(await _driver.RunAsync());
    }

    [Fact]
    public async Task A_command_that_somebody_took_away_has_an_unknown_end()
    {
        _driver.ExpectSent();
        _driver.Http.Expect(_driver.Get, 404).Expect(_driver.Get, 404).Expect(_driver.Get, 404);

        Assert.Equal(new RunCommandResult.DeadlinePassed { Sent = true }, await _driver.RunAsync());
    }

    [Fact]
    public async Task A_cancelled_run_leaves_the_command_alone()
    {
        using CancellationTokenSource cancellation = new();
        _driver.Http.Expect(_driver.Get, 200, RunCommandDriver.View("Running")).Expect(_driver.Get, (_, _) =>
        {
            cancellation.Cancel();
            return Task.FromResult(ScriptedHttp.Response(200, RunCommandDriver.View("Running")));
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _driver.Execution.RunAsync(_driver.Request, static _ => Task.FromResult(true), ended: null, cancellation.Token));
        _driver.Http.AssertDone();
    }
}
