using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Wire;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Arm;

/// <summary>
/// Resource Graph: the machines of the subscriptions asked for. It does not read KQL.
/// https://learn.microsoft.com/azure/governance/resource-graph/concepts/work-with-data
/// </summary>
internal sealed class ResourceGraphEndpoint(WorldState world)
{
    private const int MostRows = 1000;
    private const int UsualRows = 100;
    private int _queries;

    public void Map(IEndpointRouteBuilder routes)
        => routes.MapCall("POST", "/providers/Microsoft.ResourceGraph/resources", CallName.ResourceGraph, ServiceKind.ResourceManager, QueryAsync);

    /// <summary>As Resource Graph projects a machine's state.</summary>
    public static string State(IMachine machine) => (machine.Identity.IsArc, machine.IsOn) switch
    {
        (true, true) => "Connected",
        (true, false) => "Disconnected",
        (false, true) => "PowerState/running",
        (false, false) => "PowerState/deallocated",
    };

    private async Task QueryAsync(HttpContext context)
    {
        JsonObject? body = await Answer.ReadAsync(context);
        if ((string?)body?["query"] is not { Length: > 0 })
        {
            await ArmError.WriteAsync(context, 400, "BadRequest", "Please provide below info when asking for support: the query is missing.");
            return;
        }

        JsonNode? options = body["options"];
        int top = Math.Clamp((int?)options?["$top"] ?? UsualRows, 1, MostRows);
        int from = ReadToken((string?)options?["$skipToken"]);
        HashSet<string>? subscriptions = (body["subscriptions"] as JsonArray)?.Select(static s => (string?)s ?? "").ToHashSet(StringComparer.OrdinalIgnoreCase);
        List<IMachine> all = [.. world.Machines
            .Where(m => subscriptions is null || subscriptions.Contains(m.Identity.SubscriptionId))
            .OrderBy(static m => m.Identity.ResourceId, StringComparer.Ordinal)];
        List<IMachine> page = [.. all.Skip(from).Take(top)];
        bool more = from + page.Count < all.Count;

        context.Response.Headers["x-ms-user-quota-remaining"] = (15 - (Interlocked.Increment(ref _queries) % 15)).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["x-ms-user-quota-resets-after"] = "00:00:05";
        JsonObject answer = new()
        {
            ["totalRecords"] = all.Count,
            ["count"] = page.Count,
            ["data"] = new JsonArray([.. page.Select(Row)]),
            ["facets"] = new JsonArray(),
            ["resultTruncated"] = more ? "true" : "false",
        };
        if (more)
        {
            answer["$skipToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes((from + page.Count).ToString(CultureInfo.InvariantCulture)));
        }

        await Answer.JsonAsync(context, 200, answer);
    }

    private static JsonObject Row(IMachine machine) => new()
    {
        ["id"] = machine.Identity.ResourceId,
        ["name"] = machine.Identity.Name,
        ["kind"] = machine.Identity.Kind,
        ["subscriptionId"] = machine.Identity.SubscriptionId,
        ["resourceGroup"] = machine.Identity.ResourceGroup,
        ["location"] = machine.Identity.Location,
        ["osType"] = machine.Identity.IsWindows ? "windows" : "linux",
        ["state"] = State(machine),
        ["computerName"] = machine.Identity.Name,
        ["vmId"] = machine.Identity.VmId.ToString(),
        ["agent"] = machine.Identity.IsArc ? "1.67.03456.001" : "",
        ["tags"] = new JsonObject(),
    };

    private static int ReadToken(string? token)
    {
        Span<byte> bytes = stackalloc byte[32];
        return token is { Length: > 0 } && Convert.TryFromBase64String(token, bytes, out int length)
            && int.TryParse(Encoding.UTF8.GetString(bytes[..length]), NumberStyles.None, CultureInfo.InvariantCulture, out int from) ? from : 0;
    }
}
