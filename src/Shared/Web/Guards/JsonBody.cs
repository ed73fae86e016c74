using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace TenantTokens.Web.Guards;

/// <summary>Reads the JSON that callers send, and names their mistakes.</summary>
internal static class JsonBody
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = 8,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>Reads the body, or says why it is refused.</summary>
    public static async Task<(T? Body, Refusal? Refusal)> ReadAsync<T>(HttpContext context)
        where T : class
    {
        if (!context.Request.HasJsonContentType())
        {
            return (null, Refusals.WrongType("application/json"));
        }

        try
        {
            return await JsonSerializer.DeserializeAsync<T>(context.Request.Body, _options, context.RequestAborted) is { } body
                ? (body, null)
                : (null, Refusals.Bad("body", "The body is null; a JSON object is needed."));
        }
        catch (JsonException exception)
        {
            string names = string.Join(
                ", ",
                typeof(T).GetProperties().Select(static property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)));
            return (null, Refusals.Bad(
                "body",
                $"The body is not the JSON that is needed{(exception.Path is { Length: > 0 and < 100 } path ? $" (at {path})" : "")}; its"
                    + $" fields are: {names}."));
        }
    }
}
