using System.Text.Json.Nodes;
using TenantTokens.Simulator;

namespace TenantTokens.Scenarios.Tests.Wire;

/// <summary>What goes over the wire is what the published specifications allow, and nothing that they do not know.</summary>
[Collection(typeof(RecordedDemoCollection))]
public sealed class WireTests(RecordedDemo demo)
{
    /// <summary>Every kind of request, by the name of its schema.</summary>
    public static TheoryData<string> Kinds => [.. WireSchema.All.Select(static schema => schema.Name)];

    /// <summary>Those that have a body.</summary>
    public static TheoryData<string> KindsWithBody
        => [
            "arc-run-command-put",
            "mail-send",
            "resource-graph",
            "teams-webhook",
            "vault-secret-set",
            "vault-secret-update",
            "vm-run-command-put",
        ];

    /// <summary>Those that name the version of the API.</summary>
    public static TheoryData<string> KindsWithVersion
        => [
            .. WireSchema.All.Select(static schema => schema.Name)
                .Where(static name => name is not "teams-webhook" && !name.StartsWith("dynatrace-", StringComparison.Ordinal)),
        ];

    [Fact]
    public void Every_request_is_one_that_its_specification_allows_and_every_schema_is_used()
        => Assert.Equal([], WireCheck.Problems(WireSchema.All, demo.Requests));

    [Fact]
    public void Every_schema_names_the_specification_and_the_day_on_which_it_was_read()
        => Assert.All(
            WireSchema.All,
            static schema => Assert.True(schema.Source.Scheme is "https" && schema.ReadOn.Year >= 2026, schema.Name));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_request_without_a_schema_is_found(string kind)
        => Assert.Contains(
            $"{Example(kind).Method} {Example(kind).Path}: no schema is for it",
            WireCheck.Problems([.. WireSchema.All.Where(schema => schema.Name != kind)], [Example(kind)]));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_schema_that_no_request_uses_is_found(string kind)
        => Assert.Equal(
            [$"{kind}: no request is of this kind"],
            WireCheck.Problems(
                WireSchema.All,
                [.. WireSchema.All.Where(schema => schema.Name != kind).Select(schema => Example(schema.Name))]));

    [Theory]
    [MemberData(nameof(KindsWithBody))]
    public void A_field_that_the_specification_does_not_know_is_found(string kind)
    {
        JsonObject body = JsonNode.Parse(Example(kind).Body)!.AsObject();
        body["nobodyKnows"] = 1;

        Assert.Contains(
            ProblemsOf(kind, Example(kind) with { Body = body.ToJsonString() }),
            static problem => problem.StartsWith("/body/nobodyKnows", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("arc-run-command-put", "treatFailureAsDeploymentFailure")] // VMs know it
    [InlineData("vm-run-command-put", "nobodyKnows")]
    public void A_field_further_in_that_the_specification_does_not_know_is_found(string kind, string field)
    {
        JsonObject body = JsonNode.Parse(Example(kind).Body)!.AsObject();
        body["properties"]![field] = false;

        Assert.Contains(
            ProblemsOf(kind, Example(kind) with { Body = body.ToJsonString() }),
            problem => problem.StartsWith($"/body/properties/{field} ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_query_parameter_that_the_specification_does_not_know_is_found(string kind)
        => Assert.Contains(
            ProblemsOf(kind, Example(kind) with { Query = With(Example(kind).Query, "nobodyKnows", "1") }),
            static problem => problem.StartsWith("/query/nobodyKnows", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(KindsWithVersion))]
    public void Another_version_of_the_API_or_none_is_found(string kind)
    {
        RequestSnapshot request = Example(kind);

        Assert.Contains(
            ProblemsOf(kind, request with { Query = With(request.Query, "api-version", "2019-01-01") }),
            static problem => problem.StartsWith("/query/api-version", StringComparison.Ordinal));
        Assert.Contains(
            ProblemsOf(kind, request with { Query = With(request.Query, "api-version", null) }),
            static problem => problem.StartsWith("/query (required", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dynatrace-start", "authorization", "Bearer simulated")]
    [InlineData("vm-run-command-get", "authorization", "Api-Token simulated")]
    [InlineData("vault-secret-get", "authorization", null)]
    [InlineData("vault-secret-set", "content-type", null)]
    [InlineData("resource-graph", "content-type", "text/plain")]
    [InlineData("mail-send", "repeatability-request-id", null)]
    [InlineData("mail-send", "repeatability-first-sent", "2026-11-30T00:00:00Z")]
    public void A_header_that_is_missing_or_wrong_is_found(string kind, string header, string? value)
        => Assert.NotEmpty(ProblemsOf(kind, Example(kind) with { Headers = With(Example(kind).Headers, header, value) }));

    [Theory]
    [InlineData("dynatrace-start")]
    [InlineData("vm-run-command-delete")]
    public void A_body_where_there_is_none_is_found(string kind)
        => Assert.Contains(
            ProblemsOf(kind, Example(kind) with { Body = "{}" }),
            static problem => problem.StartsWith("/body", StringComparison.Ordinal));

    [Theory]
    [InlineData(401, "{\"value\":\"a\"}")]
    [InlineData(200, "")]
    public void Only_what_the_vault_answers_with_its_challenge_may_come_without_a_credential_and_with_nothing_in_it(int status, string body)
    {
        RequestSnapshot bare = Example("vault-secret-set") with
        {
            Headers = With(Example("vault-secret-set").Headers, "authorization", null),
        };

        Assert.NotEmpty(
            WireCheck.Problems([Schema("vault-secret-set")], [Example("vault-secret-set"), bare with { Status = status, Body = body }]));
        Assert.Empty(
            WireCheck.Problems([Schema("vault-secret-set")], [Example("vault-secret-set"), bare with { Status = 401, Body = "" }]));
    }

    [Fact]
    public void Problems_never_quote_what_was_sent()
    {
        RequestSnapshot request = Example("vm-run-command-put") with
        {
            Body = """{"location":"x","properties":{"protectedParameters":[{"name":"NEW_TOKEN","value":["dt0a02.secret"]}]}}""",
        };

        Assert.All(
            ProblemsOf("vm-run-command-put", request),
            static problem => Assert.DoesNotContain("secret", problem, StringComparison.Ordinal));
    }

    private RequestSnapshot Example(string kind)
        => demo.Requests.First(request => request.Status is not 401 && Schema(kind).IsFor(request));

    private static WireSchema Schema(string kind) => WireSchema.All.Single(schema => schema.Name == kind);

    private static string[] ProblemsOf(string kind, RequestSnapshot request) => [.. Schema(kind).ProblemsOf(request)];

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> values, string name, string? value)
        => new(
            values.Where(pair => pair.Key != name).Concat(value is null ? [] : [KeyValuePair.Create(name, value)]),
            StringComparer.Ordinal);
}
