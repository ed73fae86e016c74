using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace TenantTokens.Simulator.Arm;

/// <summary>The body of a PUT, checked as Azure checks it (docs/facts/azure.md §1.3, §2).</summary>
internal sealed record RunCommandRequest(
    string Location, JsonElement? Tags, string Script, IReadOnlyList<KeyValuePair<string, string>> Parameters,
    IReadOnlyList<KeyValuePair<string, string>> Protected, TimeSpan Timeout, bool IsAsync, bool FailsDeployment, string Hash)
{
    private const string Source = "source";
    private static readonly TimeSpan _usualTimeout = TimeSpan.FromMinutes(90);

    /// <summary>Whether both requests have the same body.</summary>
    public bool IsSameAs(RunCommandRequest other) => Hash == other.Hash && Script == other.Script;

    /// <summary>Reads the request, or says what is wrong with it.</summary>
    public static (RunCommandRequest? Request, string? Problem) Read(JsonElement body)
    {
        if (Child(body, "properties") is not { ValueKind: JsonValueKind.Object } properties)
        {
            return (null, "The request content was invalid: 'properties' is missing.");
        }

        if (Text(body, "location") is not { Length: > 0 } location)
        {
            return (null, "The location property is required for this definition.");
        }

        if (Child(Child(properties, Source), "script") is not { ValueKind: JsonValueKind.String } source
            || ScriptTexts.Read(source) is not { Length: > 0 } script)
        {
            return (null, "Either 'source.script' or 'source.scriptUri' has to be specified (the simulator knows source.script only).");
        }

        if (Pairs(Child(properties, "parameters")) is not { } parameters
            || Pairs(Child(properties, "protectedParameters")) is not { } secrets)
        {
            return (null, "Each parameter must have a 'name' and a 'value'.");
        }

        return (new RunCommandRequest(
            location, Child(body, "tags") is { ValueKind: JsonValueKind.Object } tags ? tags.Clone() : null, script, parameters, secrets,
            Child(properties, "timeoutInSeconds") is { ValueKind: JsonValueKind.Number } timeout
                && timeout.GetInt32() is var seconds and > 0
                ? TimeSpan.FromSeconds(seconds)
                : _usualTimeout,
            Child(properties, "asyncExecution").ValueKind is JsonValueKind.True,
            Child(properties, "treatFailureAsDeploymentFailure").ValueKind is JsonValueKind.True,
            HashOf(properties)), null);
    }

    /// <summary>Hashes everything except the source, whose text is compared directly.</summary>
    private static string HashOf(JsonElement properties)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (JsonProperty property in properties.EnumerateObject().Where(static property => property.Name is not Source))
        {
            hash.AppendData(JsonMarshal.GetRawUtf8PropertyName(property));
            hash.AppendData(JsonMarshal.GetRawUtf8Value(property.Value));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static List<KeyValuePair<string, string>>? Pairs(JsonElement list)
    {
        List<KeyValuePair<string, string>> pairs = [];
        if (list.ValueKind is JsonValueKind.Array)
        {
            foreach (JsonElement item in list.EnumerateArray())
            {
                if (Text(item, "name") is not { Length: > 0 } name || Text(item, "value") is not { } value)
                {
                    return null;
                }

                pairs.Add(new KeyValuePair<string, string>(name, value));
            }
        }

        return pairs;
    }

    private static JsonElement Child(JsonElement element, string name)
        => element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out JsonElement child) ? child : default;

    private static string? Text(JsonElement element, string name)
        => Child(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
