using TenantTokens.Machines;
using TenantTokens.RunCommand;

namespace TenantTokens.Fleet.Targets;

/// <summary>
/// A component that a probe found beside the one it was sent for, and that may hold the environment's token. Changes by addition only.
/// </summary>
/// <param name="Component">ActiveGate or OneAgent.</param>
/// <param name="IsKnownToServe">Whether it serves the environment; false when that is not known.</param>
/// <param name="Code">ok, or a code for why it could not be read.</param>
/// <param name="Outcome">What a probe of its own would report; null when it was not probed.</param>
/// <param name="Message">One sentence for people.</param>
/// <param name="Fingerprint">The fingerprint of its token; null when not known.</param>
/// <param name="Version">Its version; null when not known.</param>
/// <param name="HostId">The OneAgent's own host id; null for ActiveGates.</param>
/// <param name="Stale">Processes that still use the token from before a change.</param>
public sealed record FoundComponent(
    Component Component,
    bool IsKnownToServe,
    string Code,
    string? Outcome = null,
    string? Message = null,
    string? Fingerprint = null,
    string? Version = null,
    string? HostId = null,
    StaleProcesses? Stale = null)
{
    /// <summary>
    /// Reads the other components from a report; null when the script did not look for any. Components that only serve other environments
    /// are left out.
    /// </summary>
    public static IReadOnlyList<FoundComponent>? In(HostReport report, string environmentId) => report.Components is not { } all
        ? null
        : [.. all.Where(found => found.Name != report.Component).Select(found => Of(found, environmentId)).OfType<FoundComponent>()];

    private static FoundComponent? Of(HostComponent found, string environmentId)
    {
        Component? component = found.Name switch { "activegate" => Component.ActiveGate, "oneagent" => Component.OneAgent, _ => null };
        bool serves = found.Environments?.Contains(environmentId, StringComparer.OrdinalIgnoreCase) is true;
        bool isUnclear = found is { Code: not "ok", Environments: null or [] };
        return component is { } known && (serves || isUnclear)
            ? new(known, serves, found.Code, found.Outcome, found.Message, found.Fingerprint, found.Version, found.HostId, found.Stale)
            : null;
    }
}
