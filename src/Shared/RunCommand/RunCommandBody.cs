using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using TenantTokens.Machines;

namespace TenantTokens.RunCommand;

/// <summary>Writes the body of a PUT and reads the body of a GET (docs/facts/azure.md §1.3, §1.4, §2).</summary>
internal static class RunCommandBody
{
    private const int RoomForTheRest = 4096;

    // Both scripts have some 60 KB each and are sent to every host, so each is escaped only once.
    private static readonly ConditionalWeakTable<string, StrongBox<JsonEncodedText>> _escaped = [];

    /// <exception cref="InvalidOperationException">A secret would be in a part that other people can read.</exception>
    public static ReadOnlyMemory<byte> Write(RunCommandRequest request)
    {
        request.ThrowIfSecretIsExposed();
        JsonEncodedText script = _escaped.GetValue(request.Script, static text => new(JsonEncodedText.Encode(text))).Value;
        ArrayBufferWriter<byte> buffer = new(script.EncodedUtf8Bytes.Length + RoomForTheRest);
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("location", request.Machine.Location);
            json.WriteStartObject("properties");
            json.WriteStartObject("source");
            json.WriteString("script", script);
            json.WriteEndObject();
            WriteParameters(json, "parameters", request.Parameters);
            WriteParameters(json, "protectedParameters", request.ProtectedParameters);
            json.WriteBoolean("asyncExecution", false);
            json.WriteNumber("timeoutInSeconds", request.TimeoutInSeconds);
            if (request.Machine.Kind is MachineKind.VirtualMachine)
            {
                json.WriteBoolean("treatFailureAsDeploymentFailure", false); // Arc does not have this property
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <exception cref="JsonException">The body is not a JSON object.</exception>
    public static RunCommandView Read(BinaryData body, TimeSpan? retryAfter)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        JsonElement properties = Child(document.RootElement, "properties");
        JsonElement view = Child(properties, "instanceView");
        return new RunCommandView(
            Text(properties, "provisioningState"),
            Text(view, "executionState") ?? "Unknown",
            view.ValueKind is JsonValueKind.Object
                && view.TryGetProperty("exitCode", out JsonElement code)
                && code.ValueKind is JsonValueKind.Number
                && code.TryGetInt32(out int exitCode)
                ? exitCode
                : null,
            Text(view, "output") ?? string.Empty,
            Text(view, "error") ?? string.Empty,
            Text(view, "executionMessage") is { } said && !string.IsNullOrWhiteSpace(said) ? said : StatusMessages(view) ?? string.Empty,
            retryAfter);
    }

    private static string? StatusMessages(JsonElement view)
    {
        if (Child(view, "statuses") is not { ValueKind: JsonValueKind.Array } statuses)
        {
            return null;
        }

        string[] messages =
        [
            .. statuses.EnumerateArray()
                .Select(static status => Text(status, "message"))
                .OfType<string>()
                .Where(static message => message.Length > 0),
        ];
        return messages.Length > 0 ? string.Join("; ", messages) : null;
    }

    /// <exception cref="JsonException">The body is not a list of run commands.</exception>
    public static RunCommandCount Count(BinaryData body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        if (Child(document.RootElement, "value") is not { ValueKind: JsonValueKind.Array } commands)
        {
            throw new JsonException("The body is not a list of run commands.");
        }

        int ours = commands.EnumerateArray()
            .Count(static command => Text(command, "name")?.StartsWith(RunCommandName.Prefix, StringComparison.Ordinal) is true);
        return new(commands.GetArrayLength(), ours);
    }

    private static void WriteParameters(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> parameters)
    {
        json.WriteStartArray(name);
        foreach ((string key, string value) in parameters.Where(static parameter => parameter.Value.Length > 0))
        {
            json.WriteStartObject();
            json.WriteString("name", key);
            json.WriteString("value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static JsonElement Child(JsonElement element, string name)
        => element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out JsonElement child) ? child : default;

    private static string? Text(JsonElement element, string name)
        => Child(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
