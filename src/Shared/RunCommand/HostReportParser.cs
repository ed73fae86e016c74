using System.Text.Json;
using TenantTokens.Durable;

namespace TenantTokens.RunCommand;

/// <summary>Finds the report in a script's output.</summary>
public static class HostReportParser
{
    /// <summary>The beginning of the line that holds a report.</summary>
    public const string Marker = "##rotation ";

    /// <summary>
    /// Reads the last line that starts with <see cref="Marker"/>. Null when there is none or it cannot be read; an earlier line is never
    /// used instead. Unknown fields are ignored.
    /// </summary>
    /// <param name="output">Standard output, or its last part.</param>
    public static HostReport? Parse(string? output)
    {
        string? last = (output ?? string.Empty)
            .Split('\n')
            .Select(static line => line.Trim())
            .LastOrDefault(static line => line.StartsWith(Marker, StringComparison.Ordinal));
        return last is null ? null : Read(last[Marker.Length..]);
    }

    private static HostReport? Read(string json)
    {
        try
        {
            HostReport? report = JsonSerializer.Deserialize<HostReport>(json, DurableJson.Options);
            bool isComplete = report is { V: >= 1, Action: not null, Component: not null, Outcome: not null, Code: not null };
            return isComplete ? report! with { Message = report.Message ?? string.Empty } : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
