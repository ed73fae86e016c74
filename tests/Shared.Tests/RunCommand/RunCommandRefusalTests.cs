using TenantTokens.RunCommand;

namespace TenantTokens.Shared.Tests.RunCommand;

/// <summary>What comes of a command that Azure did not take, or may not have taken.</summary>
public sealed class RunCommandRefusalTests
{
    private readonly RunCommandDriver _driver = new();

    [Fact]
    public async Task A_machine_that_is_off_is_told()
    {
        _driver.Http.Expect(_driver.Get, 404).Expect(
            _driver.Put,
            409,
            RunCommandDriver.Error("OperationNotAllowed", "Cannot modify extensions in the VM when the VM is not running."));

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

        Assert.Equal(
            new RunCommandResult.DeadlinePassed { Sent = true, DeletePending = true, PlatformMessage = "status 504: GatewayTimeout: busy" },
            await _driver.RunAsync());
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
        _driver.Http.Expect(_driver.Get, 404)
            .Expect(_driver.Put, 409, RunCommandDriver.Error("ScopeLocked", "following scope(s) are locked"));

        Assert.Equal(new RunCommandResult.Refused("scope-locked", "ScopeLocked: following scope(s) are locked"), await _driver.RunAsync());
        Assert.Empty(_driver.Time.Waits);
        _driver.Http.AssertDone();
    }
}
