using System.Text.Json;
using Azure;

namespace TenantTokens.Azure;

/// <summary>The error in an answer of Azure Resource Manager.</summary>
/// <param name="Code">The error code; empty when the body has none.</param>
/// <param name="Message">The message, at most 500 characters; empty when the body has none.</param>
/// <param name="Details">The codes of the nested details, where Compute sometimes says what happened.</param>
public sealed record ArmError(string Code, string Message, IReadOnlyList<string> Details)
{
    private const int LongestMessage = 500;

    /// <summary>The error's code, followed by the codes of its details.</summary>
    public IEnumerable<string> Codes => Details.Prepend(Code);

    /// <summary>Reads the error from an answer. A body that is not an ARM error gives an empty one.</summary>
    public static ArmError Read(Response response)
    {
        ArgumentNullException.ThrowIfNull(response);
        try
        {
            using JsonDocument document = JsonDocument.Parse(response.Content);
            JsonElement root = document.RootElement;
            JsonElement error = root.ValueKind is JsonValueKind.Object && root.TryGetProperty("error", out JsonElement inner)
                ? inner
                : root;
            return error.ValueKind is JsonValueKind.Object
                ? new(Text(error, "code"), Cut(Text(error, "message")), DetailsOf(error))
                : Empty;
        }
        catch (JsonException)
        {
            return Empty;
        }
    }

    private static ArmError Empty { get; } = new(string.Empty, string.Empty, []);

    private static IReadOnlyList<string> DetailsOf(JsonElement error)
        => error.TryGetProperty("details", out JsonElement details) && details.ValueKind is JsonValueKind.Array
            ? [
                .. details.EnumerateArray()
                    .Where(static detail => detail.ValueKind is JsonValueKind.Object)
                    .Select(static detail => Text(detail, "code")),
            ]
            : [];

    private static string Text(JsonElement element, string name)
        => element.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()!
            : string.Empty;

    private static string Cut(string text) => text.Length > LongestMessage ? text[..LongestMessage] + "..." : text;
}
