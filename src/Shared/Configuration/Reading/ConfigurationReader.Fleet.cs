using TenantTokens.Configuration.Options;

namespace TenantTokens.Configuration.Reading;

/// <summary>The fleet section.</summary>
internal sealed partial class ConfigurationReader
{
    private static FleetOptions ReadFleet(ConfigurationSection section)
    {
        FleetOptions options = new()
        {
            Subscriptions = section.Texts("subscriptions", static value => Guid.TryParseExact(value, "D", out _), "subscription id, such as 00000000-0000-0000-0000-000000000000", required: true),
            Query = section.Text("query", static value => !string.IsNullOrWhiteSpace(value), "a Resource Graph query or null", nullable: true),
            MinimumMachines = section.Integer("minimumMachines", byDefault: 0, least: 0, most: 1_000_000),
            GoldenImages = section.Texts("goldenImages", IsName, "name of 1 to 200 characters"),
            RetiredActiveGates = section.Texts("retiredActiveGates", IsName, "ActiveGate id or host name of 1 to 200 characters"),
            UnclaimedMachines = section.Text("unclaimedMachines", static value => value is "probe" or "list" or "ignore", "probe, list or ignore") switch
            {
                "list" => UnclaimedMachinesPolicy.List,
                "ignore" => UnclaimedMachinesPolicy.Ignore,
                _ => UnclaimedMachinesPolicy.Probe,
            },
            UnclaimedProbes = section.Integer("unclaimedProbes", byDefault: 500, least: 0, most: 20_000),
        };
        section.End();
        return options;
    }
}
