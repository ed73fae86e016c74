using TenantTokens.Dynatrace;

namespace TenantTokens.Shared.Tests.Dynatrace;

public sealed class MetricsClientTests
{
    private static readonly DateTimeOffset _from = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);

    private static readonly string _query = "GET " + DynatraceDriver.Path(
        "v2/metrics/query?metricSelector=dsfm%3Aactive_gate.communication.messages.rejected%3AsplitBy%28%29&from=1700000000000&"
            + "to=1700000300000&resolution=Inf");

    private readonly DynatraceDriver _driver = new();

    [Theory]
    [InlineData("""{"result":[{"metricId":"m","data":[{"dimensions":[],"timestamps":[1],"values":[7.5]}]}]}""", 7.5)]
    [InlineData("""{"result":[{"data":[{"values":[1,null,2]},{"values":[4]}]}]}""", 7)]
    [InlineData("""{"result":[{"data":[{"values":[0]}]}]}""", 0)]
    public async Task What_was_measured_is_summed(string json, double sum)
    {
        _driver.Http.Expect(_query, 200, json);
        Assert.Equal(new MetricAnswer.Measured(sum), await SumAsync());
    }

    [Theory]
    [InlineData("""{"result":[{"data":[{"values":[null]}]}]}""")]
    [InlineData("""{"result":[{"data":[]}]}""")]
    [InlineData("""{"result":[]}""")]
    [InlineData("{}")]
    [InlineData("""{"result":null}""")]
    [InlineData("""{"totalCount":0,"result":[{"metricId":"m","data":[{"values":null}]}]}""")]
    public async Task No_data_is_neither_zero_nor_a_missing_right(string json)
    {
        _driver.Http.Expect(_query, 200, json);
        Assert.Equal(new MetricAnswer.Silent(), await SumAsync());
    }

    [Theory]
    [InlineData(400, "unknown selector")]
    [InlineData(401, "metrics.read")]
    [InlineData(403, "metrics.read")]
    [InlineData(404, "does not know the metric")]
    public async Task A_metric_that_cannot_be_read_is_a_value_that_will_stay(int status, string said)
    {
        _driver.Http.Expect(_query, status, $$$"""{"error":{"code":{{{status}}},"message":"unknown selector"}}""");
        MetricAnswer.Unavailable answer = Assert.IsType<MetricAnswer.Unavailable>(await SumAsync());
        Assert.True(answer.WillStay);
        Assert.Contains(said, answer.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>Forbidden</html>")]
    [InlineData("""{"message":"Forbidden"}""")]
    public async Task What_a_proxy_refuses_is_no_missing_right_and_may_pass(string body)
    {
        _driver.Http.Expect(_query, 403, body);

        MetricAnswer.Unavailable answer = Assert.IsType<MetricAnswer.Unavailable>(await SumAsync());

        Assert.Equal((false, false), (answer.WillStay, answer.Reason.Contains("metrics.read", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_outage_is_a_value_that_will_not_stay()
    {
        for (int attempt = 0; attempt < 5; attempt++)
        {
            _driver.Http.Expect(_query, 503);
        }

        Assert.False(Assert.IsType<MetricAnswer.Unavailable>(await SumAsync()).WillStay);
        _driver.Http.AssertDone();
    }

    [Fact]
    public async Task A_short_outage_is_ridden_out()
    {
        _driver.Http.Expect(_query, 429, null, ("Retry-After", "2")).Expect(_query, 200, """{"result":[{"data":[{"values":[3]}]}]}""");
        Assert.Equal(new MetricAnswer.Measured(3), await SumAsync());
    }

    [Fact]
    public async Task A_body_that_is_no_answer_is_no_measurement()
    {
        _driver.Http.Expect(_query, 200, "<html>");
        Assert.IsType<MetricAnswer.Unavailable>(await SumAsync());
    }

    private Task<MetricAnswer> SumAsync()
        => _driver.Environment.Metrics.SumRejectedMessagesAsync(_from, _from.AddMinutes(5), TestContext.Current.CancellationToken);
}
