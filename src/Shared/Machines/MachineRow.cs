using System.Globalization;
using System.Text.Json;

namespace TenantTokens.Machines;

/// <summary>Reads one row of the Resource Graph answer. Only id, name and kind are required.</summary>
internal static class MachineRow
{
    /// <exception cref="FleetInventoryException">id, name or kind is missing, or kind is neither "vm" nor "arc".</exception>
    public static Machine Read(JsonElement row)
    {
        string id = Required(row, "id");
        string name = Required(row, "name");
        string kind = Required(row, "kind");
        string? agent = Text(row, "agent");
        HostOperatingSystem system =
            OperatingSystemName.Read(Text(row, "osType")) ?? OperatingSystemName.Read(Text(row, "osName")) ?? HostOperatingSystem.Unknown;
        return new Machine(
            id,
            name,
            kind.ToUpperInvariant() switch
            {
                "VM" => MachineKind.VirtualMachine,
                "ARC" => MachineKind.Arc,
                _ => throw new FleetInventoryException($"The machine {id} is of kind '{kind}'; the query must give \"vm\" or \"arc\"."),
            },
            Text(row, "subscriptionId") ?? Segment(id, "subscriptions"),
            Text(row, "resourceGroup") ?? Segment(id, "resourceGroups"),
            Text(row, "location") ?? string.Empty,
            system,
            Text(row, "state") ?? string.Empty,
            Text(row, "computerName") ?? name,
            Text(row, "vmId"),
            agent)
        {
            Tags = Tags(row),
            Uuid = Text(row, "uuid"),
            Addresses = Text(row, "addresses"),
            StateSince = DateTimeOffset.TryParse(
                Text(row, "stateSince"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset since)
                ? since : null,
            Obstacle = ArcSettings.ObstacleOf(
                new(agent, Text(row, "arcMode"), Text(row, "arcExtensions"), Text(row, "arcAllowList"), Text(row, "arcBlockList")),
                system),
        };
    }

    /// <summary>Reads one instance of a uniform scale set; null for a row of another kind.</summary>
    /// <exception cref="FleetInventoryException">id or name is missing.</exception>
    public static ScaleSetInstance? ReadInstance(JsonElement row)
        => string.Equals(Text(row, "kind"), "vmss", StringComparison.OrdinalIgnoreCase)
            ? new(
                Required(row, "id"),
                Segment(Required(row, "id"), "virtualMachineScaleSets"),
                Text(row, "computerName") ?? Required(row, "name"))
            : null;

    private static string[] Tags(JsonElement row)
        => row.ValueKind is JsonValueKind.Object
            && row.TryGetProperty("tags", out JsonElement tags)
            && tags.ValueKind is JsonValueKind.Object
            ? [.. tags.EnumerateObject().Select(static tag => $"{tag.Name}={tag.Value}")]
            : [];

    private static string Required(JsonElement row, string column)
        => Text(row, column)
            ?? throw new FleetInventoryException($"A row of the fleet query has no '{column}'; id, name and kind must be projected.");

    private static string? Text(JsonElement row, string column)
        => row.ValueKind is JsonValueKind.Object
            && row.TryGetProperty(column, out JsonElement value)
            && value.ValueKind is JsonValueKind.String
            && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static string Segment(string id, string after)
    {
        string[] segments = id.Split('/');
        int index = Array.FindIndex(segments, segment => string.Equals(segment, after, StringComparison.OrdinalIgnoreCase));
        return index >= 0 && index + 1 < segments.Length ? segments[index + 1] : string.Empty;
    }
}
