using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Wire;

/// <summary>Writes answers.</summary>
internal static class Answer
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task JsonAsync(HttpContext context, int status, object? body)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(body, Json, "application/json; charset=utf-8", context.RequestAborted);
    }

    /// <summary>Writes an answer piece by piece. It may be large; room is its approximate size in bytes.</summary>
    public static async Task JsonAsync(HttpContext context, int status, int room, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> body = new(room);
        using (Utf8JsonWriter json = new(body))
        {
            write(json);
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }

    /// <summary>Reads the body; null when it is not JSON.</summary>
    public static async Task<JsonDocument?> ReadDocumentAsync(HttpContext context)
    {
        try
        {
            return await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads the body as an object; null when it is not one.</summary>
    public static async Task<JsonObject?> ReadAsync(HttpContext context)
    {
        try
        {
            return await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Sets Retry-After in whole seconds, and the exact time in retry-after-ms, which Azure.Core prefers.</summary>
    public static void RetryAfter(HttpContext context, WorldClock clock, TimeSpan simulated)
    {
        TimeSpan real = clock.Scaled(simulated);
        context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(real.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["retry-after-ms"] = Math.Max(1, Math.Round(real.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);
    }
}
