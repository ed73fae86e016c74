using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TenantTokens.Simulator.Arm.Kql;
using TenantTokens.Simulator.Wire;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Arm;

/// <summary>
/// Resource Graph, page by page, for the subscriptions asked for.
/// https://learn.microsoft.com/azure/governance/resource-graph/concepts/work-with-data
/// </summary>
internal sealed class ResourceGraphEndpoint(WorldState world)
{
    private const int MaxRows = 1000;
    private const int UsualRows = 100;
    private readonly GraphTables _tables = new(world);
    private int _queries;

    public void Map(IEndpointRouteBuilder routes)
        => routes.MapCall(
            "POST",
            "/providers/Microsoft.ResourceGraph/resources",
            CallName.ResourceGraph,
            ServiceKind.ResourceManager,
            QueryAsync);

    private async Task QueryAsync(HttpContext context)
    {
        JsonObject? body = await Answer.ReadAsync(context);
        if ((string?)body?["query"] is not { Length: > 0 } text)
        {
            await ArmError.WriteAsync(
                context,
                400,
                "BadRequest",
                "Please provide below info when asking for support: the query is missing.");
            return;
        }

        try
        {
            await AnswerAsync(context, body, KqlQuery.Read(text));
        }
        catch (KqlException refusal)
        {
            await ArmError.WriteAsync(
                context,
                400,
                "BadRequest",
                $"Please provide below info when asking for support. InvalidQuery, {refusal.Code}: {refusal.Message}");
        }
    }

    private Task AnswerAsync(HttpContext context, JsonObject body, KqlQuery query)
    {
        JsonNode? options = body["options"];
        int top = Math.Clamp((int?)options?["$top"] ?? UsualRows, 1, MaxRows);
        int from = ReadToken((string?)options?["$skipToken"]);
        HashSet<string>? subscriptions = (body["subscriptions"] as JsonArray)
            ?.Select(static s => (string?)s ?? "")
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        KqlRow[] all = [.. query.Run(_tables.Rows(query.Table, s => subscriptions is null || subscriptions.Contains(s)))];
        JsonObject[] page = [.. all.Skip(from).Take(top).Select(query.Write)];
        bool more = from + page.Length < all.Length;

        context.Response.Headers["x-ms-user-quota-remaining"] = (15 - (Interlocked.Increment(ref _queries) % 15))
            .ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["x-ms-user-quota-resets-after"] = "00:00:05";
        JsonObject answer = new()
        {
            ["totalRecords"] = all.Length,
            ["count"] = page.Length,
            ["data"] = new JsonArray([.. page]),
            ["facets"] = new JsonArray(),
            ["resultTruncated"] = more ? "true" : "false",
        };
        if (more && query.Has("id"))
        {
            answer["$skipToken"] = Convert.ToBase64String(
                Encoding.UTF8.GetBytes((from + page.Length).ToString(CultureInfo.InvariantCulture)));
        }

        return Answer.JsonAsync(context, 200, answer);
    }

    private static int ReadToken(string? token)
    {
        Span<byte> bytes = stackalloc byte[32];
        return token is { Length: > 0 } && Convert.TryFromBase64String(token, bytes, out int length)
            && int.TryParse(Encoding.UTF8.GetString(bytes[..length]), NumberStyles.None, CultureInfo.InvariantCulture, out int from)
            ? from
            : 0;
    }
}
