using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Reading;

namespace TenantTokens.Shared.Tests.Configuration;

/// <summary>The schema and the reader know the same keys, and the same of them are required.</summary>
public sealed class RotationSchemaTests
{
    private static readonly JsonElement _schema = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "rotation.schema.json"))).RootElement;

    public static TheoryData<string> Objects() => [.. ObjectsOf(_schema, "$").Select(static found => found.Path)];

    [Fact]
    public void The_schema_describes_all_objects_of_the_file()
        => Assert.Equal(
            [
                "$",
                "$.approvals",
                "$.approvals.cancel",
                "$.approvals.continue",
                "$.approvals.finish",
                "$.approvals.simulatedApprover",
                "$.approvals.start",
                "$.azure",
                "$.environments[0]",
                "$.environments[0].schedule",
                "$.environments[0].schedule.blackouts[0]",
                "$.environments[0].schedule.windows[0]",
                "$.fleet",
                "$.notifications",
                "$.notifications.mail",
                "$.notifications.mail.azure",
                "$.notifications.mail.smtp",
                "$.notifications.teams",
                "$.notifications.workflow",
                "$.policy",
                "$.policy.activeGates",
                "$.policy.emergency",
                "$.policy.failureBudget",
                "$.policy.kubernetes",
                "$.policy.oneAgents",
                "$.policy.stragglers",
                "$.policy.watch",
                "$.web",
                "$.web.entra",
            ],
            ObjectsOf(_schema, "$").Select(static found => found.Path).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Objects))]
    public void Both_know_the_same_keys(string path)
    {
        JsonElement described = ObjectsOf(_schema, "$").Single(found => found.Path == path).Schema;

        // The reader lists the keys it knows when it meets one that it does not.
        string message = Assert.Single(
            Problems(path, """{"unknown-to-all":1}"""),
            problem => problem.JsonPath.EndsWith("['unknown-to-all']", StringComparison.Ordinal)).Message;
        string[] known = message[(message.IndexOf(": ", StringComparison.Ordinal) + 2)..].TrimEnd('.').Split(", ");

        Assert.Equal(
            described.GetProperty("properties").EnumerateObject().Select(static property => property.Name).Order(StringComparer.Ordinal),
            known.Order(StringComparer.Ordinal));
        Assert.False(described.GetProperty("additionalProperties").GetBoolean());
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public void Both_require_the_same_keys(string path)
    {
        JsonElement described = ObjectsOf(_schema, "$").Single(found => found.Path == path).Schema;
        string[] required = described.TryGetProperty("required", out JsonElement names)
            ? [.. names.EnumerateArray().Select(static name => name.GetString()!)]
            : [];

        IEnumerable<string> missed = Problems(path, "{}")
            .Where(problem => problem.Message is "is required." && problem.JsonPath.StartsWith(path + ".", StringComparison.Ordinal))
            .Select(problem => problem.JsonPath[(path.Length + 1)..]);

        Assert.Equal(required.Order(StringComparer.Ordinal), missed.Order(StringComparer.Ordinal));
    }

    public static TheoryData<string, object> Defaults
        => new() { { "$.policy", new PolicyOptions() }, { "$.policy.watch", new WatchOptions() }, { "$.web", new WebOptions() } };

    [Theory]
    [MemberData(nameof(Defaults))]
    public void The_defaults_of_the_schema_are_those_of_the_options(string path, object options)
    {
        JsonElement described = ObjectsOf(_schema, "$").Single(found => found.Path == path).Schema.GetProperty("properties");

        foreach (JsonProperty property in described.EnumerateObject()
            .Where(static property => property.Value.TryGetProperty("default", out _)))
        {
            object? value = options.GetType().GetProperty(char.ToUpperInvariant(property.Name[0]) + property.Name[1..])!.GetValue(options);
            Assert.Equal(property.Value.GetProperty("default").ToString(), value!.ToString());
        }
    }

    [Fact]
    public void The_defaults_of_a_schedule_are_those_of_its_options()
    {
        JsonElement schedule = ObjectsOf(_schema, "$")
            .Single(static found => found.Path == "$.environments[0].schedule").Schema
            .GetProperty("properties");
        ScheduleOptions options = new() { Cron = "" };

        Assert.Equal(options.TimeZone, schedule.GetProperty("timeZone").GetProperty("default").GetString());
        Assert.Equal(options.ExpiryLead.ToString(), schedule.GetProperty("expiryLead").GetProperty("default").GetString());
        Assert.Equal(options.Enabled, schedule.GetProperty("enabled").GetProperty("default").GetBoolean());
        Assert.Equal(options.Windows.Count, schedule.GetProperty("windows").GetProperty("default").GetArrayLength());
        Assert.Equal(options.Blackouts.Count, schedule.GetProperty("blackouts").GetProperty("default").GetArrayLength());
    }

    [Fact]
    public void The_defaults_of_gates_and_mail_are_those_of_their_options()
    {
        JsonElement approvals = ObjectsOf(_schema, "$")
            .Single(static found => found.Path == "$.approvals").Schema
            .GetProperty("properties");
        JsonElement smtp = ObjectsOf(_schema, "$")
            .Single(static found => found.Path == "$.notifications.mail.smtp").Schema
            .GetProperty("properties");
        ApprovalOptions options = new();

        Assert.Equal(options.Reminder.ToString(), approvals.GetProperty("reminder").GetProperty("default").GetString());
        Assert.Equal(options.EscalateAfter.ToString(), approvals.GetProperty("escalateAfter").GetProperty("default").GetString());
        Assert.Equal(options.Deadline.ToString(), approvals.GetProperty("deadline").GetProperty("default").GetString());
        Assert.Equal(new SmtpOptions { Host = "" }.Port, smtp.GetProperty("port").GetProperty("default").GetInt32());
    }

    private static IEnumerable<(string Path, JsonElement Schema)> ObjectsOf(JsonElement schema, string path)
    {
        if (schema.TryGetProperty("items", out JsonElement items))
        {
            return ObjectsOf(items, path + "[0]");
        }

        return schema.TryGetProperty("properties", out JsonElement properties)
            ? properties.EnumerateObject()
                .SelectMany(property => ObjectsOf(property.Value, $"{path}.{property.Name}"))
                .Prepend((path, schema))
            : [];
    }

    /// <summary>What the reader says about a file that holds nothing but the given object at the given place.</summary>
    private static IReadOnlyList<ConfigurationProblem> Problems(string path, string json)
    {
        JsonNode node = JsonNode.Parse(json)!;
        foreach (string name in path.Split('.').Skip(1).Reverse())
        {
            node = name.EndsWith("[0]", StringComparison.Ordinal)
                ? new JsonObject { [name[..^3]] = new JsonArray(node) }
                : new JsonObject { [name] = node };
        }

        return RotationConfiguration.Parse(Encoding.UTF8.GetBytes(node.ToJsonString()), Path.GetTempPath()).Problems;
    }
}
