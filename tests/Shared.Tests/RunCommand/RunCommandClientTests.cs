using System.Text.Json;
using TenantTokens.RunCommand;

namespace TenantTokens.Shared.Tests.RunCommand;

public sealed class RunCommandClientTests
{
    private readonly RunCommandDriver _driver = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_put_to_a_virtual_machine_has_the_documented_body()
    {
        _driver.Http.Expect(_driver.Put, 201, "{}", ("Retry-After", "3"));

        PutAnswer answer = await _driver.Client.PutAsync(_driver.Request, Cancelled);

        Assert.Equal(new PutAnswer.Accepted(TimeSpan.FromSeconds(3)), answer);
        Assert.Equal("Bearer simulated", _driver.Http.Authorizations.Single());
        Assert.True(JsonElement.DeepEquals(
            JsonDocument.Parse("""
                {"location":"westeurope","properties":{"source":{"script":"#!/bin/bash\nexit 0\n"},"parameters":[{"name":"ACTION","value":"apply"}],
                 "protectedParameters":[{"name":"NEW_TOKEN","value":"hRCnr6Yd3BFrtxaF"}],"asyncExecution":false,"timeoutInSeconds":600,"treatFailureAsDeploymentFailure":false}}
                """).RootElement,
            JsonDocument.Parse(_driver.Http.Bodies.Single()).RootElement));
    }

    [Fact]
    public async Task A_put_to_an_arc_machine_has_its_own_version_and_no_property_that_arc_does_not_know()
    {
        RunCommandRequest request = RunCommandDriver.RequestFor(SomeMachines.Arc);
        _driver.Http.Expect($"PUT {SomeMachines.Arc.ResourceId}/runCommands/{request.Name}?api-version=2025-01-13", 201, "{}");

        await _driver.Client.PutAsync(request, Cancelled);

        Assert.DoesNotContain("treatFailure", _driver.Http.Bodies.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_get_from_an_arc_machine_asks_for_no_expansion()
    {
        RunCommandRequest request = RunCommandDriver.RequestFor(SomeMachines.Arc);
        _driver.Http.Expect(
            $"GET {SomeMachines.Arc.ResourceId}/runCommands/{request.Name}?api-version=2025-01-13",
            200,
            RunCommandDriver.View("Succeeded"));

        Assert.IsType<GetAnswer.Found>(await _driver.Client.GetAsync(SomeMachines.Arc, request.Name, Cancelled));
    }

    [Theory]
    [InlineData("Succeeded", "Succeeded", true)]
    [InlineData("Failed", "Succeeded", true)]
    [InlineData("TimedOut", "Succeeded", true)]
    [InlineData("Canceled", "Canceled", true)]
    [InlineData("Unknown", "Failed", true)]
    [InlineData("Pending", "Canceled", true)]
    [InlineData("Unknown", "Creating", false)]
    [InlineData("Pending", "Creating", false)]
    [InlineData("Running", "Succeeded", false)]
    [InlineData("Running", "Failed", false)]
    public async Task A_view_is_terminal_or_not(string execution, string provisioning, bool isTerminal)
    {
        _driver.Http.Expect(_driver.Get, 200, RunCommandDriver.View(execution, provisioning));

        var found = Assert.IsType<GetAnswer.Found>(await _driver.Client.GetAsync(SomeMachines.Vm, _driver.Request.Name, Cancelled));

        Assert.Equal(isTerminal, found.View.IsTerminal);
    }

    [Fact]
    public async Task A_view_without_an_instance_view_is_unknown_and_has_no_exit_code()
    {
        _driver.Http.Expect(_driver.Get, 200, """{"properties":{"provisioningState":"Creating"}}""", ("x-ms-retry-after-ms", "1200"));

        var found = Assert.IsType<GetAnswer.Found>(await _driver.Client.GetAsync(SomeMachines.Vm, _driver.Request.Name, Cancelled));

        Assert.Equal(new RunCommandView("Creating", "Unknown", null, "", "", "", TimeSpan.FromMilliseconds(1200)), found.View);
    }

    [Theory]
    [InlineData("OperationNotAllowed", "Cannot modify extensions in the VM when the VM is not running.")]
    [InlineData("CannotModifyExtensionsWhenVMNotRunning", "")]
    public async Task A_409_of_a_machine_that_is_off_is_told_from_others(string code, string message)
    {
        _driver.Http.Expect(_driver.Put, 409, RunCommandDriver.Error(code, message));

        Assert.IsType<PutAnswer.MachineNotRunning>(await _driver.Client.PutAsync(_driver.Request, Cancelled));
    }

    [Theory]
    [InlineData("Conflict", "Run command extension execution is in progress.")]
    [InlineData("AnotherOperationInProgress", "Another operation on this or dependent resource is in progress.")]
    [InlineData("OperationPreempted", "Operation execution has been preempted by a more recent operation.")]
    [InlineData("RetryableError", "A retryable error occurred.")]
    [InlineData("RequestConflict", "Cannot modify resource because the resource entity provisioning state is not terminal.")]
    public async Task A_409_that_may_pass_is_a_conflict(string code, string message)
    {
        _driver.Http.Expect(_driver.Put, 409, RunCommandDriver.Error(code, message));

        Assert.Equal(new PutAnswer.Conflict($"{code}: {message}"), await _driver.Client.PutAsync(_driver.Request, Cancelled));
    }

    [Theory]
    [InlineData("ScopeLocked", "The scope cannot perform write operation because following scope(s) are locked.", "scope-locked")]
    [InlineData(
        "OperationNotAllowed",
        "The maximum number of managed Run commands (max=25, current=25) has been exceeded. Use fewer Run commands and retry the request.",
        "too-many-run-commands")]
    [InlineData(
        "OperationNotAllowed",
        "This operation cannot be performed when extension operations are disallowed.",
        "extensions-not-allowed")]
    [InlineData(
        "OperationNotAllowed",
        "Operation 'write' is not allowed on VM 'web-03' since the VM is marked for deletion.",
        "machine-being-deleted")]
    [InlineData("OperationNotAllowed", "The VM is generalized.", "operation-not-allowed")]
    [InlineData("RequestDisallowedByPolicy", "Resource was disallowed by policy.", "denied-by-policy")]
    [InlineData("ReadOnlyDisabledSubscription", "The subscription is disabled.", "subscription-disabled")]
    [InlineData("MissingSubscriptionRegistration", "The subscription is not registered.", "provider-not-registered")]
    [InlineData("SomethingNew", "Nobody knows this one.", "http-409")]
    public async Task A_409_that_no_waiting_cures_is_a_refusal_in_azure_s_words(string code, string message, string ours)
    {
        _driver.Http.Expect(_driver.Put, 409, RunCommandDriver.Error(code, message));

        Assert.Equal(new PutAnswer.Refused(ours, $"{code}: {message}"), await _driver.Client.PutAsync(_driver.Request, Cancelled));
    }

    [Fact]
    public async Task A_409_whose_details_say_more_than_its_code_is_read_by_them()
    {
        _driver.Http.Expect(
            _driver.Put,
            409,
            """{"error":{"code":"Conflict","message":"m","details":[{"code":"ScopeLocked","message":"locked"}]}}""");

        Assert.Equal(new PutAnswer.Refused("scope-locked", "Conflict: m"), await _driver.Client.PutAsync(_driver.Request, Cancelled));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task A_409_without_a_code_may_pass(string body)
    {
        _driver.Http.Expect(_driver.Put, 409, body);

        Assert.IsType<PutAnswer.Conflict>(await _driver.Client.PutAsync(_driver.Request, Cancelled));
    }

    [Fact]
    public async Task A_policy_that_answers_403_is_named_too()
    {
        _driver.Http.Expect(_driver.Put, 403, RunCommandDriver.Error("RequestDisallowedByPolicy", "no"));

        Assert.Equal(
            new PutAnswer.Refused("denied-by-policy", "RequestDisallowedByPolicy: no"),
            await _driver.Client.PutAsync(_driver.Request, Cancelled));
    }

    [Theory]
    [InlineData(404, typeof(PutAnswer.Gone))]
    [InlineData(429, typeof(PutAnswer.Throttled))]
    [InlineData(400, typeof(PutAnswer.Refused))]
    [InlineData(403, typeof(PutAnswer.Refused))]
    [InlineData(500, typeof(PutAnswer.Unanswered))]
    [InlineData(503, typeof(PutAnswer.Unanswered))]
    [InlineData(504, typeof(PutAnswer.Unanswered))]
    public async Task A_put_is_sent_once_and_answered(int status, Type answer)
    {
        _driver.Http.Expect(_driver.Put, status, RunCommandDriver.Error("Code", "message"), ("retry-after-ms", "1"));

        Assert.IsType(answer, await _driver.Client.PutAsync(_driver.Request, Cancelled));
        Assert.Single(_driver.Http.Requests);
    }

    [Fact]
    public async Task A_put_whose_answer_is_lost_is_unanswered_and_not_sent_again()
    {
        _driver.Http.Expect(_driver.Put, new HttpRequestException("reset"));

        Assert.IsType<PutAnswer.Unanswered>(await _driver.Client.PutAsync(_driver.Request, Cancelled));
        Assert.Single(_driver.Http.Requests);
    }

    [Fact]
    public async Task A_get_is_repeated_by_the_sdk_when_the_server_is_busy()
    {
        _driver.Http.Expect(_driver.Get, 503, null, ("retry-after-ms", "1")).Expect(_driver.Get, 404);

        Assert.IsType<GetAnswer.Missing>(await _driver.Client.GetAsync(SomeMachines.Vm, _driver.Request.Name, Cancelled));
    }

    [Fact]
    public async Task A_throttled_get_is_not_repeated_by_the_sdk()
    {
        _driver.Http.Expect(_driver.Get, 429, null, ("Retry-After", "300"));

        Assert.Equal(
            new GetAnswer.Throttled(TimeSpan.FromMinutes(5)),
            await _driver.Client.GetAsync(SomeMachines.Vm, _driver.Request.Name, Cancelled));
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_is_a_failure()
    {
        _driver.Http.Expect(_driver.Get, 200, "<html>");

        Assert.IsType<GetAnswer.Failed>(await _driver.Client.GetAsync(SomeMachines.Vm, _driver.Request.Name, Cancelled));
    }

    [Theory]
    [InlineData(200, typeof(DeleteAnswer.Accepted))]
    [InlineData(202, typeof(DeleteAnswer.Accepted))]
    [InlineData(204, typeof(DeleteAnswer.Accepted))]
    [InlineData(404, typeof(DeleteAnswer.Gone))]
    [InlineData(429, typeof(DeleteAnswer.Throttled))]
    [InlineData(409, typeof(DeleteAnswer.Failed))]
    public async Task A_delete_is_answered(int status, Type answer)
    {
        _driver.Http.Expect(_driver.Delete, status);

        Assert.IsType(answer, await _driver.Client.DeleteAsync(SomeMachines.Vm, _driver.Request.Name, Cancelled));
    }

    [Fact]
    public async Task The_run_commands_of_a_machine_are_counted_and_ours_told_apart()
    {
        _driver.Http.Expect(
            RunCommandDriver.List,
            200,
            """{"value":[{"name":"ttr-00112233445566778899aabbccddeeff"},{"name":"patch-tuesday"},{"name":null},{}]}""");

        Assert.Equal(new RunCommandCount(4, 1), await _driver.Client.CountAsync(SomeMachines.Vm, Cancelled));
    }

    [Theory]
    [InlineData(403, "{}")]
    [InlineData(200, "{}")]
    [InlineData(200, "<html>")]
    public async Task Run_commands_that_azure_does_not_list_are_not_counted(int status, string body)
    {
        _driver.Http.Expect(RunCommandDriver.List, status, body);

        Assert.Null(await _driver.Client.CountAsync(SomeMachines.Vm, Cancelled));
    }

    [Theory]
    [InlineData(21, false)]
    [InlineData(22, true)]
    [InlineData(25, true)]
    public void A_machine_with_room_for_fewer_than_four_more_is_near_the_limit(int all, bool isNear)
        => Assert.Equal(isNear, new RunCommandCount(all, 0).IsNearLimit);

    [Fact]
    public async Task A_message_of_azure_that_quotes_a_token_is_scrubbed()
    {
        _driver.Scrubber.Remember(RunCommandDriver.Token);
        _driver.Http.Expect(_driver.Put, 400, RunCommandDriver.Error("Bad", $"value {RunCommandDriver.Token}"));

        Assert.Equal(new PutAnswer.Refused("http-400", "Bad: value ***"), await _driver.Client.PutAsync(_driver.Request, Cancelled));
    }

    [Theory]
    [InlineData(true, "the script")]
    [InlineData(false, "an open parameter")]
    public async Task A_protected_value_is_never_sent_in(bool inScript, string where)
    {
        string exposed = $"x={RunCommandDriver.Token}";
        RunCommandRequest request = inScript
            ? _driver.Request with { Script = exposed }
            : _driver.Request with { Parameters = new Dictionary<string, string> { ["OPEN"] = exposed } };

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => _driver.Client.PutAsync(request, Cancelled));

        Assert.True(_driver.Http.Requests.Count is 0, where);
        Assert.DoesNotContain(RunCommandDriver.Token, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_prints_names_and_no_values()
    {
        string text = _driver.Request.ToString();

        Assert.Contains("NEW_TOKEN", text, StringComparison.Ordinal);
        Assert.DoesNotContain(RunCommandDriver.Token, text, StringComparison.Ordinal);
        Assert.DoesNotContain("#!/bin/bash", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.01, 1)]
    [InlineData(1.2, 2)]
    [InlineData(600, 600)]
    public void A_timeout_is_rounded_up_to_whole_seconds(double seconds, int sent)
        => Assert.Equal(sent, (_driver.Request with { Timeout = TimeSpan.FromSeconds(seconds) }).TimeoutInSeconds);
}
