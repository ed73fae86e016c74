using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace TenantTokens.Simulator.Tests.Infrastructure;

/// <summary>The host script's commands for one machine and component, in an open rotation.</summary>
public sealed class HostCommands
{
    private const string Rotation = "rot-1";
    private static readonly string _script = ProductScripts.Read("rotate.sh");
    private readonly RunCommands _commands;
    private readonly string _component;
    private readonly string _new;
    private readonly string _old;
    private int _sent;

    private HostCommands(RunCommands commands, string component, string fresh, string old)
        => (_commands, _component, _new, _old) = (commands, component, fresh, old);

    /// <summary>
    /// A guard that starts the services eight seconds later. It must not be in time for a script that is only slow: so it is for those
    /// alone that leave something to it.
    /// </summary>
    public static JsonObject EarlyGuard => new() { ["GUARD_S"] = "8" };

    public string NewFingerprint => Fingerprint(_new);

    public string OldFingerprint => Fingerprint(_old);

    /// <summary>Starts the rotation for the first component that asks.</summary>
    public static async Task<(HostCommands Gate, HostCommands Agent)> StartAsync(TestWorld world, string gate, string agent)
    {
        (_, JsonNode? tokens) = await world.RotationAsync("start");
        (string fresh, string old) = ((string)tokens!["active"]!["value"]!, (string)tokens["old"]!["value"]!);
        return (new HostCommands(await RunCommands.OfAsync(world, gate), "activegate", fresh, old), new HostCommands(
            await RunCommands.OfAsync(world, agent),
            "oneagent",
            fresh,
            old));
    }

    public Task<HostAnswer> ProbeAsync() => SendAsync(new JsonObject { ["ACTION"] = "probe" });

    public Task<HostAnswer> ApplyAsync(long generation, long? notAfter = null, string? oldFingerprint = null, JsonObject? more = null)
        => SendAsync(
            With(Ordered("apply", generation, notAfter, "OLD_FINGERPRINT", oldFingerprint ?? OldFingerprint), more),
            new JsonObject { ["NEW_TOKEN"] = _new });

    public Task<HostAnswer> RestoreAsync(long generation, long? notAfter = null)
        => SendAsync(Ordered("restore", generation, notAfter, "NEW_FINGERPRINT", NewFingerprint), new JsonObject { ["OLD_TOKEN"] = _old });

    public async Task<HostAnswer> SendAsync(JsonObject parameters, JsonObject? secrets = null)
    {
        JsonObject all = With(
            new JsonObject { ["COMPONENT"] = _component, ["ENVIRONMENT_ID"] = "sim00001", ["ROTATION_ID"] = Rotation },
            parameters);
        JsonNode view = await _commands.RunAsync(_script, all, secrets, name: $"{_component}-{++_sent}");
        string output = (string)view["output"]!;
        Assert.DoesNotContain(_new, output, StringComparison.Ordinal);
        Assert.DoesNotContain(_old, output, StringComparison.Ordinal);
        int at = output.LastIndexOf("##rotation ", StringComparison.Ordinal);
        return new HostAnswer((int)view["exitCode"]!, at < 0 ? null : JsonNode.Parse(output[(at + "##rotation ".Length)..])!.AsObject());
    }

    private static JsonObject Ordered(string action, long generation, long? notAfter, string what, string fingerprint) => new()
    {
        ["ACTION"] = action,
        ["GENERATION"] = generation.ToString(CultureInfo.InvariantCulture),
        ["NOT_AFTER"] = (notAfter ?? TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 60).ToString(CultureInfo.InvariantCulture),
        [what] = fingerprint,
    };

    private static JsonObject With(JsonObject some, JsonObject? more)
    {
        foreach ((string name, JsonNode? value) in more ?? [])
        {
            some[name] = value!.DeepClone();
        }

        return some;
    }

    private static string Fingerprint(string token)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Rotation}:{token}")))[..16];
}
