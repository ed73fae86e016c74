namespace TenantTokens.RunCommand;

/// <summary>
/// A component that a probe found on its machine. A component that the probe was not sent for, but that serves the environment, is probed
/// in the same run. The fields from <paramref name="Outcome"/> on then hold what its own probe would report. Changes by addition only.
/// </summary>
/// <param name="Name">activegate or oneagent.</param>
/// <param name="Code">
/// ok, or why it could not be read: several-installations, config-not-found, no-service, no-oneagentctl, oneagentctl-failed, unreadable ...
/// </param>
/// <param name="Services">Its services with their states, without their start times.</param>
/// <param name="Environments">The environments that it serves: the sections of an ActiveGate's file, or the OneAgent's own.</param>
/// <param name="Outcome">probed or refused, as in a report of its own; null when it was not probed.</param>
/// <param name="Message">One sentence for people.</param>
/// <param name="Fingerprint">The fingerprint of the token in effect.</param>
/// <param name="Version">The component's version.</param>
/// <param name="HostId">The OneAgent's own host id.</param>
/// <param name="Connected">Whether it reports a connection.</param>
/// <param name="Stale">Processes that still hold the OneAgent library from before a change.</param>
public sealed record HostComponent(
    string Name,
    string Code,
    IReadOnlyList<HostService> Services,
    IReadOnlyList<string> Environments,
    string? Outcome = null,
    string? Message = null,
    string? Fingerprint = null,
    string? Version = null,
    string? HostId = null,
    bool? Connected = null,
    StaleProcesses? Stale = null);
