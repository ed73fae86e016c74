using System.Text.Json;
using System.Text.RegularExpressions;
using Azure;
using Azure.Core;
using TenantTokens.Azure;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Machines;

/// <summary>
/// Asks Azure Resource Manager which machines were deleted. Resource Graph cannot answer this: it silently leaves out what we may not read.
/// Listing a resource group or scale set can: without the right, the whole list is refused, so a machine that is not on a list that we get
/// does not exist.
/// </summary>
/// <param name="arm">Azure Resource Manager.</param>
/// <param name="options">Only the fleet's subscriptions are asked.</param>
public sealed partial class DeletedMachines(ArmPipeline arm, FleetOptions options)
{
    private const string ComputeVersion = "2025-04-01";
    private const string HybridComputeVersion = "2025-01-13";

    private const string Group = @"/subscriptions/(?<subscription>[0-9a-f-]+)/resourceGroups/[\w().-]*[\w()-]";
    private const string Name = @"[\w.-]*[\w-]";
    private const string Type =
        $"(?:Compute/virtualMachines|Compute/virtualMachineScaleSets/{Name}/virtualMachines|HybridCompute/machines)";

    /// <summary>
    /// Returns those of the given machines that Azure has deleted. The others exist, or it is not known. Sends one request for each
    /// resource group or scale set.
    /// </summary>
    /// <param name="resourceIds">ARM ids of virtual machines, Arc machines and scale-set instances. Other ids are ignored.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="FleetInventoryException">Azure gave no usable answer.</exception>
    public async Task<IReadOnlySet<string>> FindAsync(IEnumerable<string> resourceIds, CancellationToken cancellationToken)
    {
        HashSet<string> deleted = new(StringComparer.OrdinalIgnoreCase);
        foreach (IGrouping<string, string> machines in resourceIds.Where(IsInFleet)
            .GroupBy(static id => id[..id.LastIndexOf('/')], StringComparer.OrdinalIgnoreCase))
        {
            if (await ListAsync(machines.Key, cancellationToken) is { } existing)
            {
                deleted.UnionWith(machines.Where(id => !existing.Contains(id)));
            }
        }

        return deleted;
    }

    /// <summary>
    /// Lists everything in a resource group or scale set; empty when the group or set itself was deleted, null when we may not list it.
    /// </summary>
    private async Task<HashSet<string>?> ListAsync(string collection, CancellationToken cancellationToken)
    {
        HashSet<string> existing = new(StringComparer.OrdinalIgnoreCase);
        HashSet<string> asked = new(StringComparer.Ordinal);
        bool isArc = collection.Contains("/Microsoft.HybridCompute/", StringComparison.OrdinalIgnoreCase);
        string? path = $"{collection}?api-version={(isArc ? HybridComputeVersion : ComputeVersion)}";
        while (path is not null)
        {
            if (!asked.Add(path))
            {
                throw new FleetInventoryException($"Azure names the same next page of {collection} twice.");
            }

            using Response response = await SendAsync(path, cancellationToken);
            switch (response.Status)
            {
                case 200:
                    path = ReadPage(response, collection, existing);
                    break;
                case 404 when ArmError.Read(response).Code is "ResourceGroupNotFound" or "ResourceNotFound" or "ParentResourceNotFound":
                    return [];
                case 403 or 404:
                    return null;
                default:
                    ArmError error = ArmError.Read(response);
                    throw new FleetInventoryException(
                        $"Azure answered {response.Status} {error.Code} when it was asked for {collection}: {error.Message}");
            }
        }

        return existing;
    }

    private async Task<Response> SendAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await arm.SendAsync(RequestMethod.Get, path, body: null, cancellationToken);
        }
        catch (RequestFailedException exception)
        {
            throw new FleetInventoryException($"Azure gave no answer when it was asked for {path}: {exception.Message}");
        }
    }

    /// <summary>Reads one page and returns the path of the next; null after the last page.</summary>
    private static string? ReadPage(Response response, string collection, HashSet<string> existing)
    {
        try
        {
            using JsonDocument page = JsonDocument.Parse(response.Content);
            foreach (JsonElement machine in page.RootElement.GetProperty("value").EnumerateArray())
            {
                existing.Add(machine.GetProperty("id").GetString()!);
            }

            // Only path and query of the link are used, so that the next request goes to the same server.
            return page.RootElement.TryGetProperty("nextLink", out JsonElement link) && link.GetString() is { Length: > 0 } next
                ? new Uri(next).PathAndQuery
                : null;
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or UriFormatException)
        {
            throw new FleetInventoryException($"Azure's list of {collection} cannot be read: it is not a list of machines.");
        }
    }

    /// <summary>
    /// Whether the id names a machine in one of the fleet's subscriptions. The agent itself reports the id, and it becomes part of a
    /// request.
    /// </summary>
    private bool IsInFleet(string resourceId)
        => MachineId().Match(resourceId) is { Success: true } id
            && options.Subscriptions.Contains(id.Groups["subscription"].Value, StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(
        $@"^{Group}/providers/Microsoft\.{Type}/{Name}$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex MachineId();
}
