using TenantTokens.RunCommand;

namespace TenantTokens.Shared.Tests.RunCommand;

/// <summary>Once a command has ended it is deleted: its protected parameters hold a token.</summary>
public sealed class RunCommandCleanupTests
{
    private readonly RunCommandDriver _driver = new();

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
        _driver.Http.Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded"))
            .Expect(_driver.Delete, 409, RunCommandDriver.Error("ScopeLocked", "Please remove the lock."));

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
        _driver.Http.Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded"))
            .Expect(_driver.Delete, 429, null, ("Retry-After", "2"))
            .Expect(_driver.Delete, 200)
            .Expect(_driver.Get, 404);

        Assert.False((await _driver.RunAsync()).DeletePending);
    }
}
