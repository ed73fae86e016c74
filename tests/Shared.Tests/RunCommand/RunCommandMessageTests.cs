using TenantTokens.RunCommand;

namespace TenantTokens.Shared.Tests.RunCommand;

/// <summary>What Azure and the script say is kept, short and without a token.</summary>
public sealed class RunCommandMessageTests
{
    private readonly RunCommandDriver _driver = new();

    [Fact]
    public async Task What_azure_says_of_a_script_without_a_report_is_kept()
    {
        _driver.Http
            .Expect(
                _driver.Get,
                200,
                RunCommandDriver.View("Failed", "Failed", exitCode: 3, message: "Execution failed: command terminated with exit status=-1"))
            .Expect(_driver.Delete, 200).Expect(_driver.Get, 404);

        var completed = Assert.IsType<RunCommandResult.Completed>(await _driver.RunAsync());

        Assert.Equal(
            (3, null, "Execution failed: command terminated with exit status=-1"),
            (completed.ExitCode, completed.Report, completed.PlatformMessage));
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

        Assert.Equal(
            new RunCommandResult.Refused("not-started", "The extension did not start.; no disk") { Sent = true },
            await _driver.RunAsync());
    }

    [Fact]
    public async Task What_azure_says_never_holds_a_token()
    {
        _driver.Http.Expect(_driver.Get, 200, RunCommandDriver.View("Failed", exitCode: 3, message: $"value {RunCommandDriver.Token}"))
            .Expect(_driver.Delete, 200)
            .Expect(_driver.Get, 404);

        Assert.Equal("value ***", (await _driver.RunAsync()).PlatformMessage);
    }

    [Fact]
    public async Task A_platform_that_gave_up_without_a_word_is_told_by_its_state()
    {
        _driver.Http.Expect(_driver.Get, 200, RunCommandDriver.View("Unknown", "Failed"))
            .Expect(_driver.Delete, 200)
            .Expect(_driver.Get, 404);

        Assert.Equal(new RunCommandResult.Refused("not-started", "Provisioning Failed") { Sent = true }, await _driver.RunAsync());
    }

    [Fact]
    public async Task A_script_that_prints_its_token_does_not_get_it_out()
    {
        _driver.Http
            .Expect(
                _driver.Get,
                200,
                RunCommandDriver.View(
                    "Failed",
                    exitCode: 40,
                    output: RunCommandDriver.Report.Replace(
                        "\\\"message\\\":\\\"\\\"",
                        $"\\\"message\\\":\\\"{RunCommandDriver.Token}\\\"",
                        StringComparison.Ordinal),
                    error: $"{new string('x', 2000)} {RunCommandDriver.Token}"))
            .Expect(_driver.Delete, 200).Expect(_driver.Get, 404);

        var completed = Assert.IsType<RunCommandResult.Completed>(await _driver.RunAsync());

        Assert.Equal("***", completed.Report?.Message);
        Assert.Equal(1000, completed.StderrTail.Length);
        Assert.DoesNotContain(RunCommandDriver.Token, completed.ToString(), StringComparison.Ordinal);
    }
}
