namespace TenantTokens.RunCommand;

/// <summary>
/// The last line that a host script prints, <c>##rotation {json}</c>, under 3 KB (the platform keeps the last 4 KB of output). Never
/// contains a token. Changes by addition only: an old host's report must stay readable.
/// </summary>
/// <param name="V">The schema version: 1.</param>
/// <param name="Action">probe, apply or restore.</param>
/// <param name="Component">activegate or oneagent.</param>
/// <param name="Outcome">probed, rotated, alreadyCurrent, restored, notInstalled, expired, refused or failed.</param>
/// <param name="Code">
/// ok, or a kebab-case reason such as unexpected-token, stale-generation, not-after-passed, locked, start-failed.
/// </param>
/// <param name="Message">One sentence for people.</param>
/// <param name="Fingerprint">
/// The fingerprint of the token now in effect, as <see cref="TenantTokens.Tokens.TenantToken.Fingerprint"/>; null when not known.
/// </param>
/// <param name="Clock">The host's clock, Unix seconds, when the script began.</param>
/// <param name="Version">The component's version; null when it is not known.</param>
/// <param name="HostId">The output of <c>oneagentctl --get-host-id</c>; null for ActiveGates.</param>
/// <param name="Connected">
/// OneAgent: <c>--get-server</c> shows a <c>*</c>. ActiveGate: no REQUEST_REJECTED since the start. Null when not checked.
/// </param>
/// <param name="Files">Files that were changed, as paths on the host.</param>
/// <param name="Services">The component's services, in the order in which they were started.</param>
/// <param name="Stale">Processes that still hold the OneAgent library from before the change.</param>
/// <param name="Leftovers">Files that are left on purpose (a backup that exit 50 keeps).</param>
/// <param name="Components">In the report of a probe: every Dynatrace component on the machine. Null when the script did not look.</param>
/// <param name="Omitted">How many components and environments did not fit into the report.</param>
public sealed record HostReport(
    int V,
    string Action,
    string Component,
    string Outcome,
    string Code,
    string Message,
    string? Fingerprint,
    long Clock,
    string? Version = null,
    string? HostId = null,
    bool? Connected = null,
    IReadOnlyList<string>? Files = null,
    IReadOnlyList<HostService>? Services = null,
    StaleProcesses? Stale = null,
    IReadOnlyList<string>? Leftovers = null,
    IReadOnlyList<HostComponent>? Components = null,
    int Omitted = 0);
