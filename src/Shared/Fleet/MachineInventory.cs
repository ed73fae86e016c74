using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Core;
using TenantTokens.Configuration;
using TenantTokens.RunCommand;

namespace TenantTokens.Fleet;

/// <summary>
/// The machines of the fleet, from Azure Resource Graph (https://learn.microsoft.com/azure/governance/resource-graph/concepts/work-with-data). It lags
/// behind: power states are to be checked again before a command is sent. Machines that our identity may not read are not in it.
/// </summary>
/// <param name="arm">Azure Resource Manager.</param>
/// <param name="time">The clock of waits.</param>
public sealed class MachineInventory(ArmPipeline arm, TimeProvider time)
{
    /// <summary>All virtual machines and Arc machines. Uniform scale-set instances are not among them: Azure lists those elsewhere.</summary>
    public const string DefaultQuery = """
        resources
        | where type in~ ('microsoft.compute/virtualmachines', 'microsoft.hybridcompute/machines')
        | extend isArc = type =~ 'microsoft.hybridcompute/machines'
        | project id, name, kind = iff(isArc, 'arc', 'vm'), subscriptionId, resourceGroup, location,
                  osType = tolower(iff(isArc, tostring(properties.osType), tostring(properties.storageProfile.osDisk.osType))),
                  state = iff(isArc, tostring(properties.status), tostring(properties.extended.instanceView.powerState.code)),
                  computerName = coalesce(tostring(properties.osProfile.computerName), tostring(properties.extended.instanceView.computerName), name),
                  vmId = tostring(properties.vmId),
                  agent = iff(isArc, tostring(properties.agentVersion), ''),
                  tags
        | order by id asc
        """;

    private const string Path = "/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01";
    private const int PageSize = 1000; // the most there is
    private const int SubscriptionsPerQuery = 300; // "fewer than 300" is the advice against throttling
    private const int Tries = 8;

    /// <summary>Reads the machines page by page. The query is <see cref="FleetOptions.Query"/>, else <see cref="DefaultQuery"/>.</summary>
    /// <exception cref="FleetInventoryException">Azure refused, stayed throttled, cut the answer short, or a row lacks id, name or kind.</exception>
    public async IAsyncEnumerable<Machine> ListAsync(FleetOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (string[] subscriptions in options.Subscriptions.Chunk(SubscriptionsPerQuery))
        {
            string? skipToken = null;
            do
            {
                using JsonDocument page = await ReadPageAsync(subscriptions, options.Query ?? DefaultQuery, skipToken, cancellationToken);
                if (!page.RootElement.TryGetProperty("data", out JsonElement rows) || rows.ValueKind is not JsonValueKind.Array)
                {
                    throw new FleetInventoryException("The answer of Resource Graph holds no rows.");
                }

                foreach (JsonElement row in rows.EnumerateArray())
                {
                    yield return MachineRow.Read(row);
                }

                skipToken = NextPage(page.RootElement);
            }
            while (skipToken is not null);
        }
    }

    private async Task<JsonDocument> ReadPageAsync(string[] subscriptions, string query, string? skipToken, CancellationToken cancellationToken)
    {
        Dictionary<string, object> settings = new() { ["$top"] = PageSize, ["resultFormat"] = "objectArray" };
        if (skipToken is not null)
        {
            settings["$skipToken"] = skipToken;
        }

        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new { subscriptions, query, options = settings });
        for (int attempt = 1; ; attempt++)
        {
            using Response response = await SendAsync(body, cancellationToken);
            if (response.Status is 200)
            {
                await HoldBackAsync(response, cancellationToken);
                return Parse(response);
            }

            if (response.Status is not 429 || attempt == Tries)
            {
                (string code, string message) = ArmPipeline.ErrorOf(response);
                throw new FleetInventoryException($"Resource Graph answered {response.Status} {code}: {message}");
            }

            await Task.Delay(arm.RetryAfterOf(response) ?? QuotaReset(response) ?? TimeSpan.FromSeconds(5), time, cancellationToken);
        }
    }

    private async Task<Response> SendAsync(byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            return await arm.SendAsync(RequestMethod.Post, Path, body, cancellationToken);
        }
        catch (RequestFailedException exception)
        {
            throw new FleetInventoryException($"Resource Graph gave no answer: {exception.Message}");
        }
    }

    /// <summary>Waits when the quota is used up, before Azure has to refuse the next page.</summary>
    private async Task HoldBackAsync(Response response, CancellationToken cancellationToken)
    {
        if (response.Headers.TryGetValue("x-ms-user-quota-remaining", out string? remaining) && remaining is "0" && QuotaReset(response) is { } wait)
        {
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private static TimeSpan? QuotaReset(Response response)
        => response.Headers.TryGetValue("x-ms-user-quota-resets-after", out string? text)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan wait) && wait >= TimeSpan.Zero && wait < TimeSpan.FromMinutes(5)
                ? wait
                : null;

    private static JsonDocument Parse(Response response)
    {
        try
        {
            return JsonDocument.Parse(response.Content);
        }
        catch (JsonException)
        {
            throw new FleetInventoryException("The answer of Resource Graph is no JSON.");
        }
    }

    private static string? NextPage(JsonElement page)
    {
        if (page.TryGetProperty("$skipToken", out JsonElement token) && token.ValueKind is JsonValueKind.String && token.GetString() is { Length: > 0 } next)
        {
            return next;
        }

        // resultTruncated is a string. True without a token happens when the query does not project id.
        return page.TryGetProperty("resultTruncated", out JsonElement truncated) && string.Equals(truncated.ToString(), "true", StringComparison.OrdinalIgnoreCase)
            ? throw new FleetInventoryException("Resource Graph cut the answer short and names no next page; the query must project id and have no limit.")
            : null;
    }
}
