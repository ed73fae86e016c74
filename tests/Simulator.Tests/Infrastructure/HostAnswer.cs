using System.Text.Json.Nodes;

namespace TenantTokens.Simulator.Tests.Infrastructure;

/// <summary>What a host said: exit code and report; no report when the script was killed.</summary>
public sealed record HostAnswer(int ExitCode, JsonObject? Report)
{
    public string Outcome => (string)Report!["outcome"]!;

    public string Code => (string)Report!["code"]!;

    public string? Fingerprint => (string?)Report!["fingerprint"];

    public long Clock => (long)Report!["clock"]!;

    /// <summary>Everything that does not depend on the moment.</summary>
    public string Essence
    {
        get
        {
            JsonObject essence = Report!.DeepClone().AsObject();
            essence.Remove("clock");
            essence.Remove("message");
            if (ExitCode is 50)
            {
                essence.Remove("services"); // the real script shows what it saw before the start that failed
            }

            foreach (JsonNode? service in essence["services"] as JsonArray ?? [])
            {
                service!["startedAt"] = (long)service["startedAt"]! > 0;
            }

            return $"{ExitCode} {essence.ToJsonString()}";
        }
    }
}
