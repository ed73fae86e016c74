using TenantTokens.RunCommand;
using TenantTokens.Shared.Tests.Infrastructure;

namespace TenantTokens.Shared.Tests.RunCommand;

public sealed class RunCommandExecutionTests
{
    private const string Report = """##rotation {\"v\":1,\"action\":\"apply\",\"component\":\"oneagent\",\"outcome\":\"rotated\",\"code\":\"ok\",\"message\":\"\",\"clock\":1}""";
    private readonly RunCommandDriver _driver = new();

    [Fact]
    public async Task A_command_is_looked_for_sent_followed_and_deleted()
    {
        _driver.Http
            .Expect(_driver.Get, 404)
            .Expect(_driver.Put, 201, "{}")
            .Expect(_driver.Get, 200, RunCommandDriver.View("Unknown", "Creating"))
            .Expect(_driver.Get, 200, RunCommandDriver.View("Running"), ("Retry-After", "4"))
            .Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded", output: "noise\\n" + Report + "\\n", error: "a warning"))
            .Expect(_driver.Delete, 202)
            .Expect(_driver.Get, 404);

        var completed = Assert.IsType<RunCommandResult.Completed>(await _driver.RunAsync());

        Assert.Equal((0, "rotated", "a warning", true, false), (completed.ExitCode, completed.Report?.Outcome, completed.StderrTail, completed.Sent, completed.DeletePending));
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
            .Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded", output: Report))
            .Expect(_driver.Delete, 200).Expect(_driver.Get, 404);

        RunCommandResult result = await _driver.RunAsync();

        Assert.Equal((result with { DeletePending = true }, 3), Assert.Single(_driver.Ended));
    }

    [Fact]
    public async Task What_came_of_a_command_that_is_left_where_it_is_is_its_result_alone()
    {
        _driver.Http.Expect(_driver.Get, 404).Expect(_driver.Put, 409, RunCommandDriver.Error("OperationNotAllowed", "The VM is not running."));

        await _driver.RunAsync();

        Assert.Empty(_driver.Ended);
    }

    [Fact]
    public async Task A_command_that_is_there_is_followed_and_neither_asked_for_nor_sent_again()
    {
        _driver.MaySend = false;
        _driver.Http
            .Expect(_driver.Get, 200, RunCommandDriver.View("Running"))
            .Expect(_driver.Get, 200, RunCommandDriver.View("Failed", exitCode: 30, output: Report))
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
        _driver.Http.Expect(_driver.Get, 200, RunCommandDriver.View("Failed", exitCode: 50)).Expect(_driver.Delete, 200).Expect(_driver.Get, 404);

        Assert.Equal(50, Assert.IsType<RunCommandResult.Completed>(await _driver.RunAsync()).ExitCode);
    }

    [Theory]
    [InlineData("TimedOut")]
    [InlineData("Canceled")]
    public async Task A_script_that_was_killed_has_exit_code_minus_one(string state)
    {
        _driver.Http.Expect(_driver.Get, 200, RunCommandDriver.View(state, exitCode: 0)).Expect(_driver.Delete, 200).Expect(_driver.Get, 404);

        Assert.Equal(-1, Assert.IsType<RunCommandResult.Completed>(await _driver.RunAsync()).ExitCode);
    }

    [Fact]
    public async Task A_command_that_the_platform_could_not_start_is_refused()
    {
        _driver.Http.Expect(_driver.Get, 200, RunCommandDriver.View("Unknown", "Failed", message: "extension blocked")).Expect(_driver.Delete, 200).Expect(_driver.Get, 404);

        Assert.Equal(new RunCommandResult.Refused("not-started", "extension blocked") { Sent = true }, await _driver.RunAsync());
    }

    [Fact]
    public async Task A_deletion_that_is_only_accepted_is_looked_at_until_nothing_is_there()
    {
        _driver.Http
            .Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded")).Expect(_driver.Delete, 202)
            .Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded", "Deleting"))
            .Expect(_driver.Get, 404);

        Assert.False((await _driver.RunAsync()).DeletePending);
        Assert.Equal([15], _driver.Time.Waits.Select(static wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_deletion_that_is_accepted_and_not_done_is_left_to_the_sweep()
    {
        _driver.Http
            .Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded")).Expect(_driver.Delete, 202)
            .Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded", "Deleting"))
            .Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded", "Deleting"));

        RunCommandResult result = await _driver.RunAsync();

        Assert.Equal((true, null), (result.DeletePending, result.DeleteProblem));
        _driver.Http.AssertDone();
    }

    [Fact]
    public async Task A_deletion_of_what_is_gone_needs_no_look()
    {
        _driver.Http.Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded")).Expect(_driver.Delete, 404);

        Assert.False((await _driver.RunAsync()).DeletePending);
    }

    [Fact]
    public async Task A_deletion_that_a_lock_refuses_is_told_in_azure_s_words()
    {
        _driver.Http.Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded")).Expect(_driver.Delete, 409, RunCommandDriver.Error("ScopeLocked", "Please remove the lock."));

        RunCommandResult result = await _driver.RunAsync();

        Assert.Equal((true, "ScopeLocked: Please remove the lock."), (result.DeletePending, result.DeleteProblem));
    }

    [Fact]
    public async Task A_failed_delete_is_reported_and_does_not_hide_the_result()
    {
        _driver.Http.Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded")).Expect(_driver.Delete, 409);

        var completed = Assert.IsType<RunCommandResult.Completed>(await _driver.RunAsync());

        Assert.True(completed.DeletePending);
    }

    [Fact]
    public async Task A_throttled_delete_is_tried_once_more()
    {
        _driver.Http.Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded")).Expect(_driver.Delete, 429, null, ("Retry-After", "2")).Expect(_driver.Delete, 200).Expect(_driver.Get, 404);

        Assert.False((await _driver.RunAsync()).DeletePending);
    }

    [Fact]
    public async Task A_script_that_runs_past_the_deadline_is_not_deleted_since_that_would_kill_it()
    {
        ExpectSent();
        ExpectUntilDeadline(RunCommandDriver.View("Running"));

        Assert.Equal(new RunCommandResult.DeadlinePassed { Sent = true, DeletePending = true }, await _driver.RunAsync());
        Assert.DoesNotContain(_driver.Http.Requests, static request => request.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_script_that_never_began_is_deleted_at_the_deadline_so_that_it_does_not_begin_late()
    {
        ExpectSent();
        ExpectUntilDeadline(RunCommandDriver.View("Unknown", "Creating"));
        _driver.Http.Expect(_driver.Delete, 200).Expect(_driver.Get, 404);

        Assert.Equal(new RunCommandResult.DeadlinePassed { Sent = true }, await _driver.RunAsync());
        Assert.True(_driver.Time.Waits.Aggregate(TimeSpan.Zero, static (sum, wait) => sum + wait) >= _driver.Request.Timeout);
    }

    [Fact]
    public async Task A_machine_that_is_off_is_told()
    {
        _driver.Http.Expect(_driver.Get, 404).Expect(_driver.Put, 409, RunCommandDriver.Error("OperationNotAllowed", "Cannot modify extensions in the VM when the VM is not running."));

        Assert.Equal(new RunCommandResult.MachineNotRunning(), await _driver.RunAsync());
    }

    [Fact]
    public async Task A_machine_that_is_gone_is_told()
    {
        _driver.Http.Expect(_driver.Get, 404).Expect(_driver.Put, 404);

        Assert.Equal("machine-gone", Assert.IsType<RunCommandResult.Refused>(await _driver.RunAsync()).Code);
    }

    [Fact]
    public async Task A_missing_permission_is_told_and_not_tried_again()
    {
        _driver.Http.Expect(_driver.Get, 404).Expect(_driver.Put, 403, RunCommandDriver.Error("AuthorizationFailed", "no"));

        Assert.Equal(new RunCommandResult.Refused("http-403", "AuthorizationFailed: no"), await _driver.RunAsync());
    }

    [Fact]
    public async Task A_throttled_put_is_waited_for_and_the_caller_is_asked_again()
    {
        _driver.Http
            .Expect(_driver.Get, 404).Expect(_driver.Put, 429, null, ("Retry-After", "20"))
            .Expect(_driver.Get, 404).Expect(_driver.Put, 201)
            .Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded")).Expect(_driver.Delete, 200).Expect(_driver.Get, 404);

        Assert.IsType<RunCommandResult.Completed>(await _driver.RunAsync());
        Assert.Equal(2, _driver.TimesAsked);
        Assert.Equal(TimeSpan.FromSeconds(20), _driver.Time.Waits[0]);
    }

    [Theory]
    [InlineData("61")]
    [InlineData("300")]
    public async Task A_put_that_is_throttled_beyond_a_minute_comes_back_with_the_time(string seconds)
    {
        _driver.Http.Expect(_driver.Get, 404).Expect(_driver.Put, 429, null, ("Retry-After", seconds));

        DateTimeOffset until = _driver.Time.GetUtcNow().AddSeconds(int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(new RunCommandResult.Throttled(until), await _driver.RunAsync());
        Assert.Empty(_driver.Time.Waits);
    }

    [Fact]
    public async Task Short_waits_of_throttled_puts_add_up_to_a_minute_at_most()
    {
        for (int time = 0; time < 3; time++)
        {
            _driver.Http.Expect(_driver.Get, 404).Expect(_driver.Put, 429, null, ("Retry-After", "25"));
        }

        Assert.False(Assert.IsType<RunCommandResult.Throttled>(await _driver.RunAsync()).Sent);
        Assert.Equal([25, 25], _driver.Time.Waits.Select(static wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_throttled_look_at_a_command_that_was_sent_says_that_it_was()
    {
        ExpectSent();
        _driver.Http.Expect(_driver.Get, 429, null, ("Retry-After", "120"));

        var throttled = Assert.IsType<RunCommandResult.Throttled>(await _driver.RunAsync());

        Assert.Equal((true, true, _driver.Time.GetUtcNow().AddMinutes(2)), (throttled.Sent, throttled.DeletePending, throttled.Until));
    }

    [Fact]
    public async Task A_throttled_look_within_a_minute_is_waited_for()
    {
        ExpectSent();
        _driver.Http.Expect(_driver.Get, 429, null, ("Retry-After", "50")).Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded")).Expect(_driver.Delete, 200).Expect(_driver.Get, 404);

        Assert.IsType<RunCommandResult.Completed>(await _driver.RunAsync());
        Assert.Equal(TimeSpan.FromSeconds(50), _driver.Time.Waits[^1]);
    }

    [Fact]
    public async Task The_hint_of_an_accepted_put_is_followed_for_a_minute_at_most()
    {
        _driver.Http.Expect(_driver.Get, 404).Expect(_driver.Put, 201, "{}", ("Retry-After", "200")).Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded")).Expect(_driver.Delete, 200).Expect(_driver.Get, 404);

        await _driver.RunAsync();

        Assert.Equal([60], _driver.Time.Waits.Select(static wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_put_whose_answer_was_lost_is_looked_for_before_it_is_sent_again()
    {
        _driver.Http
            .Expect(_driver.Get, 404).Expect(_driver.Put, new HttpRequestException("reset"))
            .Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded")).Expect(_driver.Delete, 200).Expect(_driver.Get, 404);

        Assert.IsType<RunCommandResult.Completed>(await _driver.RunAsync());
        Assert.Single(_driver.Http.Requests, static request => request.StartsWith("PUT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_put_whose_answers_are_all_lost_may_have_been_sent()
    {
        for (int time = 0; time < 3; time++)
        {
            _driver.Http.Expect(_driver.Get, 404).Expect(_driver.Put, 504, RunCommandDriver.Error("GatewayTimeout", "busy"));
        }

        _driver.Http.Expect(_driver.Get, 404);

        Assert.Equal(new RunCommandResult.DeadlinePassed { Sent = true, DeletePending = true, PlatformMessage = "status 504: GatewayTimeout: busy" }, await _driver.RunAsync());
    }

    [Fact]
    public async Task A_conflict_is_tried_three_times_and_then_told()
    {
        for (int time = 0; time < 3; time++)
        {
            _driver.Http.Expect(_driver.Get, 404).Expect(_driver.Put, 409, RunCommandDriver.Error("Conflict", "busy"));
        }

        Assert.Equal(new RunCommandResult.Refused("conflict", "Conflict: busy"), await _driver.RunAsync());
    }

    [Fact]
    public async Task What_no_waiting_cures_is_told_at_once_and_not_sent_again()
    {
        _driver.Http.Expect(_driver.Get, 404).Expect(_driver.Put, 409, RunCommandDriver.Error("ScopeLocked", "following scope(s) are locked"));

        Assert.Equal(new RunCommandResult.Refused("scope-locked", "ScopeLocked: following scope(s) are locked"), await _driver.RunAsync());
        Assert.Empty(_driver.Time.Waits);
        _driver.Http.AssertDone();
    }

    [Fact]
    public async Task What_azure_says_of_a_script_without_a_report_is_kept()
    {
        _driver.Http
            .Expect(_driver.Get, 200, RunCommandDriver.View("Failed", "Failed", exitCode: 3, message: "Execution failed: command terminated with exit status=-1"))
            .Expect(_driver.Delete, 200).Expect(_driver.Get, 404);

        var completed = Assert.IsType<RunCommandResult.Completed>(await _driver.RunAsync());

        Assert.Equal((3, null, "Execution failed: command terminated with exit status=-1"), (completed.ExitCode, completed.Report, completed.PlatformMessage));
    }

    [Fact]
    public async Task What_azure_says_in_the_statuses_is_kept_when_it_gives_no_message()
    {
        _driver.Http
            .Expect(_driver.Get, 200, """
                {"properties":{"provisioningState":"Failed","instanceView":{"executionState":"Unknown","executionMessage":"","exitCode":0,"output":"","error":"no disk",
                 "statuses":[{"code":"x","message":"The extension did not start."},{"code":"y"},{"message":""}]}}}
                """)
            .Expect(_driver.Delete, 200).Expect(_driver.Get, 404);

        Assert.Equal(new RunCommandResult.Refused("not-started", "The extension did not start.; no disk") { Sent = true }, await _driver.RunAsync());
    }

    [Fact]
    public async Task A_platform_that_gave_up_without_a_word_is_told_by_its_state()
    {
        _driver.Http.Expect(_driver.Get, 200, RunCommandDriver.View("Unknown", "Failed")).Expect(_driver.Delete, 200).Expect(_driver.Get, 404);

        Assert.Equal(new RunCommandResult.Refused("not-started", "Provisioning Failed") { Sent = true }, await _driver.RunAsync());
    }

    [Fact]
    public async Task What_azure_says_never_holds_a_token()
    {
        _driver.Http.Expect(_driver.Get, 200, RunCommandDriver.View("Failed", exitCode: 3, message: $"value {RunCommandDriver.Token}")).Expect(_driver.Delete, 200).Expect(_driver.Get, 404);

        Assert.Equal("value ***", (await _driver.RunAsync()).PlatformMessage);
    }

    [Fact]
    public async Task A_look_that_fails_is_repeated_while_there_is_time()
    {
        ExpectSent();
        _driver.Http.Expect(_driver.Get, 400).Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded")).Expect(_driver.Delete, 200).Expect(_driver.Get, 404);

        Assert.IsType<RunCommandResult.Completed>(await _driver.RunAsync());
    }

    [Fact]
    public async Task A_command_that_somebody_took_away_has_an_unknown_end()
    {
        ExpectSent();
        _driver.Http.Expect(_driver.Get, 404).Expect(_driver.Get, 404).Expect(_driver.Get, 404);

        Assert.Equal(new RunCommandResult.DeadlinePassed { Sent = true }, await _driver.RunAsync());
    }

    [Fact]
    public async Task A_script_that_prints_its_token_does_not_get_it_out()
    {
        _driver.Http
            .Expect(_driver.Get, 200, RunCommandDriver.View("Failed", exitCode: 40, output: Report.Replace("\\\"message\\\":\\\"\\\"", $"\\\"message\\\":\\\"{RunCommandDriver.Token}\\\"", StringComparison.Ordinal), error: $"{new string('x', 2000)} {RunCommandDriver.Token}"))
            .Expect(_driver.Delete, 200).Expect(_driver.Get, 404);

        var completed = Assert.IsType<RunCommandResult.Completed>(await _driver.RunAsync());

        Assert.Equal("***", completed.Report?.Message);
        Assert.Equal(1000, completed.StderrTail.Length);
        Assert.DoesNotContain(RunCommandDriver.Token, completed.ToString(), StringComparison.Ordinal);
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

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _driver.Execution.RunAsync(_driver.Request, static _ => Task.FromResult(true), ended: null, cancellation.Token));
        _driver.Http.AssertDone();
    }

    private void ExpectSent() => _driver.Http.Expect(_driver.Get, 404).Expect(_driver.Put, 201, "{}");

    /// <summary>15 minutes, half as long again as the command may run, at one look per minute.</summary>
    private void ExpectUntilDeadline(string view)
    {
        for (int minute = 0; minute <= 15; minute++)
        {
            _driver.Http.Expect(_driver.Get, 200, view, ("Retry-After", "60"));
        }
    }
}
