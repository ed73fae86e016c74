using TenantTokens.RunCommand;

namespace TenantTokens.Shared.Tests.RunCommand;

/// <summary>A short wait is waited for; a longer one goes back to the caller with its end.</summary>
public sealed class RunCommandThrottlingTests
{
    private readonly RunCommandDriver _driver = new();

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
        _driver.ExpectSent();
        _driver.Http.Expect(_driver.Get, 429, null, ("Retry-After", "120"));

        var throttled = Assert.IsType<RunCommandResult.Throttled>(await _driver.RunAsync());

        Assert.Equal((true, true, _driver.Time.GetUtcNow().AddMinutes(2)), (throttled.Sent, throttled.DeletePending, throttled.Until));
    }

    [Fact]
    public async Task A_throttled_look_within_a_minute_is_waited_for()
    {
        _driver.ExpectSent();
        _driver.Http.Expect(_driver.Get, 429, null, ("Retry-After", "50"))
            .Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded"))
            .Expect(_driver.Delete, 200)
            .Expect(_driver.Get, 404);

        Assert.IsType<RunCommandResult.Completed>(await _driver.RunAsync());
        Assert.Equal(TimeSpan.FromSeconds(50), _driver.Time.Waits[^1]);
    }

    [Fact]
    public async Task The_hint_of_an_accepted_put_is_followed_for_a_minute_at_most()
    {
        _driver.Http.Expect(_driver.Get, 404)
            .Expect(_driver.Put, 201, "{}", ("Retry-After", "200"))
            .Expect(_driver.Get, 200, RunCommandDriver.View("Succeeded"))
            .Expect(_driver.Delete, 200)
            .Expect(_driver.Get, 404);

        await _driver.RunAsync();

        Assert.Equal([60], _driver.Time.Waits.Select(static wait => wait.TotalSeconds));
    }
}
