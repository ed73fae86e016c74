using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Core;
using TenantTokens.Azure;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Machines;

/// <summary>
/// Reads the machines of the fleet from Azure Resource Graph
/// (https://learn.microsoft.com/azure/governance/resource-graph/concepts/work-with-data). Resource Graph lags behind, so power states are
/// checked again before a command is sent. Machines that our identity may not read are missing.
/// </summary>
/// <param name="arm">Azure Resource Manager.</param>
/// <param name="time">The clock for waits.</param>
public sealed class MachineInventory(ArmPipeline arm, TimeProvider time)
{
    /// <summary>
    /// Lists all virtual machines and Arc machines. Instances of uniform scale sets are missing: Azure keeps them in another table.
    /// </summary>
    public const string DefaultQuery = """
        resources
        | where type in~ ('microsoft.compute/virtualmachines', 'microsoft.hybridcompute/machines')
        | extend isArc = type =~ 'microsoft.hybridcompute/machines'
        | project id, name, kind = iff(isArc, 'arc', 'vm'), subscriptionId, resourceGroup, location,
                  osType = tolower(iff(isArc, tostring(properties.osType), tostring(properties.storageProfile.osDisk.osType))),
                  osName = iff(isArc, tostring(properties.osName), ''),
                  state = iff(isArc, tostring(properties.status), tostring(properties.extended.instanceView.powerState.code)),
                  computerName = coalesce(
                      tostring(properties.osProfile.computerName), tostring(properties.extended.instanceView.computerName), name),
                  vmId = tostring(properties.vmId),
                  uuid = iff(isArc, tostring(properties.vmUuid), tostring(properties.vmId)),
                  stateSince = iff(isArc, tostring(properties.lastStatusChange), ''),
                  agent = iff(isArc, tostring(properties.agentVersion), ''),
                  arcMode = tostring(properties.agentConfiguration.configMode),
                  arcExtensions = tostring(properties.agentConfiguration.extensionsEnabled),
                  arcAllowList = tostring(properties.agentConfiguration.extensionsAllowList),
                  arcBlockList = tostring(properties.agentConfiguration.extensionsBlockList),
                  tags
        | order by id asc
        """;

    /// <summary>
    /// Lists the instances of uniform scale sets, which are in a table of their own. Instances of flexible scale sets are ordinary virtual
    /// machines. Uniform instances are not part of the fleet: their model replaces them, so a token on one does not last.
    /// </summary>
    public const string ScaleSetQuery = """
        computeresources
        | where type =~ 'microsoft.compute/virtualmachinescalesets/virtualmachines'
        | project id, name, kind = 'vmss', computerName = tostring(properties.osProfile.computerName)
        | order by id asc
        """;

    private const string Path = "/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01";
    private const int PageSize = 1000; // the most that Resource Graph allows
    private const int SubscriptionsPerQuery = 300; // "fewer than 300" is the advice against throttling
    private const int Tries = 8;

    /// <summary>Reads the machines page by page. The query is <see cref="FleetOptions.Query"/>, else <see cref="DefaultQuery"/>.</summary>
    /// <exception cref="FleetInventoryException">
    /// Azure refused, stayed throttled, cut the answer short, or a row lacks id, name or kind.
    /// </exception>
    public IAsyncEnumerable<Machine> ListAsync(FleetOptions options, CancellationToken cancellationToken)
        => ListAsync(options, options.Query ?? DefaultQuery, MachineRow.Read, cancellationToken);

    /// <summary>
    /// Reads the instances of uniform scale sets page by page, to distinguish an agent on one from an agent on an unknown machine.
    /// </summary>
    /// <exception cref="FleetInventoryException">As <see cref="ListAsync(FleetOptions, CancellationToken)"/>.</exception>
    public IAsyncEnumerable<ScaleSetInstance> ListScaleSetInstancesAsync(FleetOptions options, CancellationToken cancellationToken)
        => ListAsync(options, ScaleSetQuery, MachineRow.ReadInstance, cancellationToken);

    private async IAsyncEnumerable<T> ListAsync<T>(
        FleetOptions options,
        string query,
        Func<JsonElement, T?> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        foreach (string[] subscriptions in options.Subscriptions.Chunk(SubscriptionsPerQuery))
        {
            string? skipToken = null;
            do
            {
                using JsonDocument page = await ReadPageAsync(subscriptions, query, skipToken, cancellationToken);
                if (!page.RootElement.TryGetProperty("data", out JsonElement rows) || rows.ValueKind is not JsonValueKind.Array)
                {
                    throw new FleetInventoryException("The answer of Resource Graph holds no rows.");
                }

                foreach (JsonElement row in rows.EnumerateArray())
                {
                    if (read(row) is { } item)
                    {
                        yield return item;
                    }
                }

                string? next = NextPage(page.RootElement);
                skipToken = next is null || next != skipToken
                    ? next
                    : throw new FleetInventoryException("Resource Graph names the same next page twice.");
            }
            while (skipToken is not null);
        }
    }

    private async Task<JsonDocument> ReadPageAsync(
        string[] subscriptions,
        string query,
        string? skipToken,
        CancellationToken cancellationToken)
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
                ThrowIfPartial(response);
                await HoldBackAsync(response, cancellationToken);
                return Parse(response);
            }

            if (response.Status is not 429 || attempt == Tries)
            {
                ArmError error = ArmError.Read(response);
                throw new FleetInventoryException($"Resource Graph answered {response.Status} {error.Code}: {error.Message}");
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

    /// <summary>Throws when the result is partial: Azure reads at most 10,000 subscriptions, and only this header says so.</summary>
    private static void ThrowIfPartial(Response response)
    {
        if (response.Headers.TryGetValue("x-ms-tenant-subscription-limit-hit", out string? hit)
            && string.Equals(hit, "true", StringComparison.OrdinalIgnoreCase))
        {
            throw new FleetInventoryException(
                "Resource Graph answered for a part of the fleet only, because this program's identity sees more subscriptions than one"
                    + " query may cover. Give it rights on the fleet's subscriptions only.");
        }
    }

    /// <summary>Waits when the quota is used up, before Azure refuses the next page.</summary>
    private async Task HoldBackAsync(Response response, CancellationToken cancellationToken)
    {
        if (response.Headers.TryGetValue("x-ms-user-quota-remaining", out string? remaining)
            && remaining is "0"
            && QuotaReset(response) is { } wait)
        {
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private static TimeSpan? QuotaReset(Response response)
        => response.Headers.TryGetValue("x-ms-user-quota-resets-after", out string? text)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan wait)
            && wait >= TimeSpan.Zero
            && wait < TimeSpan.FromMinutes(5)
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
            throw new FleetInventoryException("The answer of Resource Graph is not JSON.");
        }
    }

    private static string? NextPage(JsonElement page)
    {
        if (page.TryGetProperty("$skipToken", out JsonElement token)
            && token.ValueKind is JsonValueKind.String
            && token.GetString() is { Length: > 0 } next)
        {
            return next;
        }

        // resultTruncated is a string. It is true without a continuation token when the query does not project id.
        return page.TryGetProperty("resultTruncated", out JsonElement truncated)
            && string.Equals(truncated.ToString(), "true", StringComparison.OrdinalIgnoreCase)
            ? throw new FleetInventoryException(
                "Resource Graph cut the answer short and names no next page; the query must project id and have no limit.")
            : null;
    }
}
