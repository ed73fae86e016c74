using TenantTokens.Machines;
using TenantTokens.RunCommand;

namespace TenantTokens.Fleet.Targets;

/// <summary>
/// A component that a probe found on its machine beside the one it was sent for, and that may hold the environment's token. Changes by
/// addition only.
/// </summary>
/// <param name="Component">What it is.</param>
/// <param name="IsKnownToServe">Whether it serves the environment; false when nobody can tell.</param>
/// <param name="Code">ok, or why it could not be looked at.</param>
/// <param name="Outcome">What a probe of its own would report; null when it was not probed.</param>
/// <param name="Message">One sentence for a person.</param>
/// <param name="Fingerprint">Of its token.</param>
/// <param name="Version">Its version.</param>
/// <param name="HostId">The OneAgent's own host id.</param>
/// <param name="Stale">Processes that keep the token from before a change.</param>
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
    /// What a report tells beside its own component. Null when the script did not look; what serves other environments only is left out.
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
