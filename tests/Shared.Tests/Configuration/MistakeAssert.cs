using TenantTokens.Configuration.Reading;
using static TenantTokens.Shared.Tests.Configuration.ConfigurationFile;

namespace TenantTokens.Shared.Tests.Configuration;

/// <summary>A file with one section replaced has exactly one mistake.</summary>
internal static class MistakeAssert
{
    public static void IsNamed(string section, string json, string path, string? value, string allowed)
    {
        // Built as text: a JsonNode cannot hold a key twice.
        string without = Change(root => root.AsObject().Remove(section));
        string file = $"{{\"{section}\":{json},{without.TrimStart()[1..]}";

        ConfigurationProblem problem = Assert.Single(Problems(file));

        Assert.Equal((path, value), (problem.JsonPath, problem.Value));
        Assert.Contains(allowed, problem.Message, StringComparison.Ordinal);
    }
}
