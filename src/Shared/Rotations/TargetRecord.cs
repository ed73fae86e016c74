using TenantTokens.Fleet;
using TenantTokens.RunCommand;
using TenantTokens.Watches;

namespace TenantTokens.Rotations;

/// <summary>One component on one machine, or an agent that no machine was found for. Changes by addition only.</summary>
public sealed record TargetRecord
{
    /// <summary>Stable for machine and component; also part of the run command's name.</summary>
    public required string TargetId { get; init; }

    /// <summary>How people and gates call it, for example <c>oneagent/web-03</c>.</summary>
    public required string Name { get; init; }

    /// <summary>ActiveGate or OneAgent.</summary>
    public required Component Component { get; init; }

    /// <summary>The machine; null when Azure knows none.</summary>
    public Machine? Machine { get; init; }

    /// <summary>The agent's id at Dynatrace (ActiveGate id or HOST entity id); null when Dynatrace knows none.</summary>
    public string? AgentId { get; init; }

    /// <summary>ActiveGates: network zone and group, the unit that keeps one gate serving while another restarts.</summary>
    public string? Pool { get; init; }

    /// <summary>Where it stands.</summary>
    public TargetState State { get; init; }

    /// <summary>A kebab-case reason beside the state.</summary>
    public string? Code { get; init; }

    /// <summary>One sentence for a person.</summary>
    public string? Message { get; init; }

    /// <summary>What the last probe found; null before.</summary>
    public ProbeRecord? Probe { get; init; }

    /// <summary>The last command sent to it.</summary>
    public SendRecord? Send { get; init; }

    /// <summary>Earlier commands that could not be deleted and still stand on the machine; a sweep takes them.</summary>
    public IReadOnlyList<SendRecord>? LeftBehind { get; init; }

    /// <summary>The latest not-after of all applies sent to it, in our clock; null when none was sent. A touched target is one that has it.</summary>
    public DateTimeOffset? ApplyNotAfter { get; init; }

    /// <summary>The latest not-after of all restores sent to it, in our clock.</summary>
    public DateTimeOffset? RestoreNotAfter { get; init; }

    /// <summary>When the host proved the state.</summary>
    public DateTimeOffset? ProvedAt { get; init; }

    /// <summary>Why the proof must be renewed by a probe, as a kebab-case code; null while it holds.</summary>
    public string? NeedsProof { get; init; }

    /// <summary>How Dynatrace saw the agent after the proof: what later looks are held against.</summary>
    public AgentSighting? Seen { get; init; }

    /// <summary>What Dynatrace last said of it after the change; null when it was not asked.</summary>
    public bool? Online { get; init; }

    /// <summary>Processes that keep the old token until they are restarted.</summary>
    public StaleProcesses? Stale { get; init; }

    /// <summary>Files that a failed change left on the host on purpose.</summary>
    public IReadOnlyList<string>? Leftovers { get; init; }

    /// <summary>Who left it out by name; null unless it is <see cref="TargetState.Skipped"/>.</summary>
    public string? SkippedBy { get; init; }

    /// <summary>Whether the approvers accepted by name that it is left out: then no OneAgent waits for this ActiveGate any more (I6).</summary>
    public bool IsAccepted { get; init; }

    /// <summary>When Dynatrace or Azure last saw it, while it is not there; null while it is, or when nobody can say.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>The Kubernetes cluster it is a node of, or stands for; null outside of any.</summary>
    public string? Cluster { get; init; }

    /// <summary>How many agents it stands for: 1, or all those of a cluster whose operator moves them.</summary>
    public int Agents { get; init; } = 1;

    /// <summary>An agent that moves by itself: whether it is in a zone of an ActiveGate that is rotated, and so must be held until those are done.</summary>
    public bool IsBehindGates { get; init; }

    /// <summary>ActiveGates: OneAgents connected to it when the inventory was read.</summary>
    public int? ConnectedHosts { get; init; }

    /// <summary>An ActiveGate that is known from an earlier plan only: Dynatrace does not list it now.</summary>
    public bool IsRemembered { get; init; }

    /// <summary>When its agent was first seen under another id than before: what was proved earlier was proved of another installation.</summary>
    public DateTimeOffset? RecreatedAt { get; init; }

    /// <summary>The host's clock is not where the probe saw it: it is probed again before the next command.</summary>
    public bool ClockMoved { get; init; }

    /// <summary>True when an apply was ever sent, whatever it answered.</summary>
    public bool IsTouched => ApplyNotAfter is not null;

    /// <summary>True when the host is proved to be on the new token.</summary>
    public bool IsOnNewToken => State is TargetState.Rotated or TargetState.AlreadyCurrent;

    /// <summary>True for an ActiveGate that no OneAgent has to wait for (I6).</summary>
    public bool IsSettledGate => IsOnNewToken || IsGone || this is { State: TargetState.Skipped, IsAccepted: true };

    /// <summary>True when its machine is gone from Azure and its agent silent.</summary>
    public bool IsGone => this is { State: TargetState.Skipped, Code: UncoveredCodes.Gone };

    /// <summary>True when another try may do better: it failed, could not be reached, or was left out.</summary>
    public bool CanBeRetried => Machine is not null && State is (TargetState.Failed or TargetState.Unreachable or TargetState.Expired or TargetState.Inconclusive or TargetState.Skipped);

    /// <summary>The same target, to be tried again.</summary>
    public TargetRecord Again() => this with { State = TargetState.Pending, Code = null, Message = null, SkippedBy = null, IsAccepted = false };
}
