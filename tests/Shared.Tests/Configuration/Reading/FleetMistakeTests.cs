namespace TenantTokens.Shared.Tests.Configuration.Reading;

/// <summary>Mistakes in the environments, the fleet and Azure, named with place, value and what is allowed.</summary>
public sealed class FleetMistakeTests
{
    [Theory]
    [InlineData(
        "fleet",
        """{"subscriptions":["11111111-1111-1111-1111-111111111111"],"minimumMachines":-1}""",
        "$.fleet.minimumMachines",
        "-1",
        "0 to 1000000")]
    [InlineData(
        "fleet",
        """{"subscriptions":["11111111-1111-1111-1111-111111111111"],"goldenImages":["a","A"]}""",
        "$.fleet.goldenImages[1]",
        "A",
        "twice")]
    [InlineData(
        "fleet",
        """{"subscriptions":["11111111-1111-1111-1111-111111111111"],"unclaimedMachines":"skip"}""",
        "$.fleet.unclaimedMachines",
        "skip",
        "\"probe\", \"list\" or \"ignore\"")]
    [InlineData(
        "fleet",
        """{"subscriptions":["11111111-1111-1111-1111-111111111111"],"unclaimedProbes":20001}""",
        "$.fleet.unclaimedProbes",
        "20001",
        "20000")]
    [InlineData(
        "fleet",
        """{"subscriptions":["11111111-1111-1111-1111-111111111111"],"retiredActiveGates":[" "]}""",
        "$.fleet.retiredActiveGates[0]",
        " ",
        "ActiveGate id or host name")]
    [InlineData("azure", """{"vaultUri":"http://x.vault.azure.net"}""", "$.azure.vaultUri", "http://x.vault.azure.net", "https")]
    [InlineData(
        "azure",
        """{"vaultUri":"https://x.vault.azure.net/secrets"}""",
        "$.azure.vaultUri",
        "https://x.vault.azure.net/secrets",
        "path")]
    [InlineData("azure", """{"vaultUri":"https://me:hunter22@x.vault.azure.net"}""", "$.azure.vaultUri", null, "the value is not shown")]
    [InlineData(
        "azure",
        """{"vaultUri":"https://x.vault.azure.net","credential":"cli"}""",
        "$.azure.credential",
        "cli",
        "\"default\" or \"simulated\"")]
    [InlineData("azure", "{}", "$.azure.vaultUri", null, "is required")]
    [InlineData("fleet", """{"subscriptions":["x"]}""", "$.fleet.subscriptions[0]", "x", "subscription id")]
    [InlineData("fleet", """{"subscriptions":[]}""", "$.fleet.subscriptions", "[]", "at least one")]
    [InlineData(
        "fleet",
        """{"subscriptions":["11111111-1111-1111-1111-111111111111","11111111-1111-1111-1111-111111111111"]}""",
        "$.fleet.subscriptions[1]",
        "11111111-1111-1111-1111-111111111111",
        "twice")]
    [InlineData(
        "fleet",
        """{"subscriptions":["11111111-1111-1111-1111-111111111111"],"query":""}""",
        "$.fleet.query",
        "",
        "a Resource Graph query or null")]
    [InlineData("environments", "[]", "$.environments", "[]", "at least one")]
    [InlineData("environments", "7", "$.environments", "7", "an array")]
    [InlineData("environments", "[7]", "$.environments[0]", "7", "must be an object")]
    public void A_mistake_is_named_with_its_path_its_value_and_what_is_allowed(
        string section,
        string json,
        string path,
        string? value,
        string allowed)
        => MistakeAssert.IsNamed(section, json, path, value, allowed);
}
