using System.Text;
using TenantTokens.Scheduling;

namespace TenantTokens.Shared.Tests.Scheduling;

public sealed class SecretNearExpiryParserTests
{
    private const string CloudEvent = """
        {"id":"e1","source":"/subscriptions/x","specversion":"1.0","type":"Microsoft.KeyVault.SecretNearExpiry","subject":"tenant-token",
         "data":{"Id":"https://vault.test/secrets/tenant-token/0123","EXP":1559082102,"more":{"x":1}}}
        """;

    private const string DocumentedSample = """
        [{"id":"e1","topic":"/subscriptions/x","subject":"tenant-token","eventType":"Microsoft.KeyVault.SecretNearExpiry","dataVersion":"1",
          "data":{"Id":"https://vault.test/secrets/tenant-token/0123","VaultName":"vault","ObjectType":"Secret","ObjectName ":"tenant-token",
                  "Version":"0123","NBF":"1559081980","EXP":"1559082102"}}]
        """;

    private const string WithoutSecretId = """
        {"ID":"e1","Type":"Microsoft.KeyVault.SecretNearExpiry","Data":{"vaultName":"vault","objectName":"tenant-token","version":"0123","exp":1559082102}}
        """;

    public static TheoryData<string, string> Events => new()
    {
        Row("CloudEvents", CloudEvent, "vault.test"),
        Row("Event Grid, the documented sample with its spaces and numbers as text", DocumentedSample, "vault.test"),
        Row("without an id of the secret", WithoutSecretId, "vault"),
    };

    public static TheoryData<string> NoEvents => new()
    {
        Message("nothing", ""),
        Message("words", "good morning"),
        Message("a letter that is Base64", "aaaa"),
        Message("Base64 of words", Base64("good morning")),
        Message("Base64 of bytes that are no text", Convert.ToBase64String([0xFF, 0xFE, 0x00, 0x7B])),
        Message("Base64 of Base64", Base64(Base64(CloudEvent))),
        Message("cut off", CloudEvent[..^2]),
        Message("cut off in Base64", Base64(CloudEvent)[..^8]),
        Message("half a surrogate pair", """{"id":"\ud800","type":"Microsoft.KeyVault.SecretNearExpiry"}"""),
    };

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_is_read_from_either_schema(string json, string vault)
    {
        SecretNearExpiryParser.Result parsed = SecretNearExpiryParser.Parse(json);

        Assert.Equal(
            new(new SecretNearExpiry("e1", vault, "tenant-token", "0123", DateTimeOffset.FromUnixTimeSeconds(1559082102))),
            parsed);
        Assert.True(parsed.NearExpiry!.IsAbout(new("https://vault.test/")));
        Assert.False(parsed.NearExpiry.IsAbout(new("https://other.test/")));
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_in_Base64_is_the_same_event(string json, string vault)
    {
        SecretNearExpiryParser.Result plain = SecretNearExpiryParser.Parse(json);

        Assert.Equal(vault, plain.NearExpiry!.Vault);
        Assert.Equal(plain, SecretNearExpiryParser.Parse(Base64(json)));
        Assert.Equal(plain, SecretNearExpiryParser.Parse($"\r\n {Base64($"\uFEFF{json}")} \n"));
        Assert.Equal(plain, SecretNearExpiryParser.Parse($"\uFEFF\n{json}\n"));
    }

    [Theory]
    [InlineData("""{"id":"e1","type":"Microsoft.KeyVault.SecretExpired"}""", "Microsoft.KeyVault.SecretExpired")]
    [InlineData(
        """{"id":"e1","type":"Microsoft.KeyVault.SecretNewVersionCreated","data":{"Id":"https://v.test/secrets/s/1","EXP":1}}""",
        "Microsoft.KeyVault.SecretNewVersionCreated")]
    [InlineData("""[{"eventType":"Microsoft.EventGrid.SubscriptionValidationEvent"}]""", "Microsoft.EventGrid.SubscriptionValidationEvent")]
    public void An_event_of_another_type_is_told_by_its_type(string json, string type)
    {
        Assert.Equal(new(OtherType: type), SecretNearExpiryParser.Parse(json));
        Assert.Equal(new(OtherType: type), SecretNearExpiryParser.Parse(Base64(json)));
    }

    [Theory]
    [MemberData(nameof(NoEvents))]
    public void A_message_that_is_no_event_has_a_problem_and_nothing_else(string message)
    {
        SecretNearExpiryParser.Result parsed = SecretNearExpiryParser.Parse(message);

        Assert.NotNull(parsed.Problem);
        Assert.Equal((null, null), (parsed.NearExpiry, parsed.OtherType));
    }

    [Theory]
    [InlineData("{", "It is neither JSON nor Base64 of JSON: line 1, column 2.")]
    [InlineData("7", "$.type or $.eventType: is missing or empty")]
    [InlineData("[]", "$: an array of 0 events")]
    [InlineData("""[{},{}]""", "$: an array of 2 events; hand them over one at a time.")]
    [InlineData("""{"id":"e1","type":""}""", "$.type or $.eventType: is missing or empty")]
    [InlineData("""{"type":"Microsoft.KeyVault.SecretNearExpiry"}""", "$.id: '(missing)' must be 1 to 200 characters.")]
    [InlineData("""{"id":"e1","type":"Microsoft.KeyVault.SecretNearExpiry"}""", "$.data: is missing, or not an object.")]
    [InlineData(
        """{"id":"e1","type":"Microsoft.KeyVault.SecretNearExpiry","data":{"Id":"https://v.test/secrets/s/1"}}""",
        "$.data.EXP: '(missing)' must be seconds since 1970.")]
    [InlineData(
        """{"id":"e1","type":"Microsoft.KeyVault.SecretNearExpiry","data":{"Id":"https://v.test/secrets/s/1","EXP":"soon"}}""",
        "$.data.EXP: 'soon'")]
    [InlineData(
        """{"id":"e1","type":"Microsoft.KeyVault.SecretNearExpiry","data":{"Id":"https://v.test/keys/s/1","EXP":1}}""",
        "$.data: Id 'https://v.test/keys/s/1' must be https://{vault}/secrets/{name}/{version}")]
    public void What_is_missing_in_an_event_is_named(string json, string expected)
        => Assert.Contains(expected, SecretNearExpiryParser.Parse(json).Problem, StringComparison.Ordinal);

    private static TheoryDataRow<string, string> Row(string what, string json, string vault) => new(json, vault) { TestDisplayName = what };

    private static TheoryDataRow<string> Message(string what, string message) => new(message) { TestDisplayName = what };

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
