using System.Text.Json.Nodes;

namespace TenantTokens.EndToEnd.Tests.Infrastructure;

/// <summary>What must be true of a world after a rotation, whatever happened on the way.</summary>
internal static class WorldAssertions
{
    /// <summary>start, finish and cancel took effect so often.</summary>
    public static void TookEffect(this JsonObject world, int start, int finish, int cancel)
    {
        Assert.Equal(start, Number(world, "calls", "start"));
        Assert.Equal(finish, Number(world, "calls", "finish"));
        Assert.Equal(cancel, Number(world, "calls", "cancel"));
    }

    /// <summary>docs/invariants.md#i9: nothing was rejected, and nothing undelivered.</summary>
    public static void LostNothing(this JsonObject world)
    {
        Assert.True(Number(world, "heartbeats", "accepted") > 0, "no agent ever sent anything");
        Assert.Equal("[]", world["heartbeats"]!["rejectedFrom"]!.ToJsonString());
        Assert.Equal(0, Number(world, "heartbeats", "rejected"));
        Assert.Equal(0, Number(world, "heartbeats", "undelivered"));
    }

    /// <summary>docs/invariants.md#i4: on every machine that runs, every service of every component runs.</summary>
    public static void LeftNothingStopped(this JsonObject world)
    {
        foreach (JsonNode component in Components(world))
        {
            foreach (JsonNode? service in component["services"]!.AsArray())
            {
                Assert.True(service!["state"]!.GetValue<string>() == "active", $"{component["machine"]}: {service.ToJsonString()}");
            }
        }
    }

    /// <summary>Every running component of the environment has loaded the token in force.</summary>
    public static void EveryoneIsOnTheTokenInForce(this JsonObject world, string environment = "sim00001")
    {
        string active = world.Token(environment, "active");
        JsonNode[] components = [.. Components(world).Where(component => component["environment"]!.GetValue<string>() == environment)];
        Assert.NotEmpty(components);
        Assert.All(components, component => Assert.Equal(active, component["loaded"]?.GetValue<string>()));
    }

    /// <summary>A fingerprint of an environment: active or previous.</summary>
    public static string Token(this JsonObject world, string environment, string which)
        => world["environments"]!.AsArray().First(one => one!["id"]!.GetValue<string>() == environment)![which]!.GetValue<string>();

    private static int Number(JsonObject world, string group, string name) => world[group]![name]!.GetValue<int>();

    private static IEnumerable<JsonNode> Components(JsonObject world)
        => world["machines"]!.AsArray()
            .Where(static machine => machine!["powerState"]!.GetValue<string>() is "PowerState/running" or "Connected")
            .SelectMany(static machine => machine!["components"]!.AsArray().Select(component =>
            {
                component!["machine"] = machine["name"]!.GetValue<string>();
                return component;
            }));
}
