using System.Text;
using System.Text.Json.Nodes;
using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Reading;
using TenantTokens.Simulation.World;
using TenantTokens.Simulator.World;

namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>The rotation.json of a world on a clock that jumps: every wait is the documented one, and alice decides the gates.</summary>
internal static class WorldConfiguration
{
    /// <summary>Who decides the gates.</summary>
    public const string Approver = "alice";

    /// <summary>Writes it.</summary>
    /// <param name="world">The world that it points to.</param>
    /// <param name="change">Changes it.</param>
    public static string Write(VirtualWorld world, Action<JsonObject>? change)
    {
        JsonObject configuration = JsonNode.Parse(RotationFile.Write(world.State, VirtualWorld.Address, "none"))!.AsObject();
        foreach (JsonNode? part in (JsonNode?[])[configuration["azure"], .. configuration["environments"]!.AsArray()])
        {
            part!.AsObject().Remove("trustedCa"); // nothing is connected
        }

        configuration["policy"]!["watch"]!.AsObject().Remove("afterFinish"); // shorter in a demonstration
        configuration["approvals"] = new JsonObject { ["finish"] = new JsonObject { ["approvers"] = new JsonArray(Approver) } };
        change?.Invoke(configuration);
        return configuration.ToJsonString();
    }

    /// <summary>Reads it as the product does.</summary>
    public static RotationOptions Read(string configuration)
    {
        RotationConfigurationResult read = RotationConfiguration.Parse(Encoding.UTF8.GetBytes(configuration), Environment.CurrentDirectory);
        Assert.True(read.IsValid, string.Join("; ", read.Problems));
        return read.Options;
    }
}
