using TenantTokens.Configuration.Reading;
using static TenantTokens.Shared.Tests.Configuration.ConfigurationFile;

namespace TenantTokens.Shared.Tests.Configuration.Reading;

/// <summary>All mistakes of a file are named at once.</summary>
public sealed class ConfigurationMistakeTests
{
    [Fact]
    public void All_mistakes_are_named_at_once()
    {
        IReadOnlyList<ConfigurationProblem> problems = Problems(
            """{"environments":[{"id":""}],"policy":{"soak":"x","guard":"y"},"extra":1}""");

        Assert.Equal(
            [
                "$.azure",
                "$.environments[0].apiTokenSecret",
                "$.environments[0].apiUrl",
                "$.environments[0].id",
                "$.environments[0].tenantTokenSecret",
                "$.extra",
                "$.fleet",
                "$.policy.guard",
                "$.policy.soak",
            ],
            problems.Select(static problem => problem.JsonPath).Order(StringComparer.Ordinal));
    }
}
