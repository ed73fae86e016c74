using System.Text.Json.Serialization;
using TenantTokens.Machines;
using TenantTokens.RunCommand;

namespace TenantTokens.Fleet.Targets;

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

    /// <summary>ActiveGates: network zone and group, the unit that keeps one ActiveGate serving while another restarts.</summary>
    public string? Pool { get; init; }

    /// <summary>Where it stands.</summary>
    public TargetState State { get; init; }

    /// <summary>A kebab-case reason beside the state.</summary>
    public string? Code { get; init; }

    /// <summary>One sentence for a person.</summary>
    public string? Message { get; init; }

    /// <summary>What the last probe found; null before.</summary>
    public ProbeRecord? Probe { get; init; }

    /// <summary>The managed run commands on its machine when it was last probed; null when Azure did not say.</summary>
    public RunCommandCount? RunCommands { get; init; }

    /// <summary>The last command sent to it.</summary>
    public SendRecord? Send { get; init; }

    /// <summary>Earlier commands that could not be deleted and still stand on the machine; a sweep takes them.</summary>
    public IReadOnlyList<SendRecord>? LeftBehind { get; init; }

    /// <summary>
    /// The latest not-after of all applies sent to it, in our clock; null when none was sent. A touched target is one that has it.
    /// </summary>
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

    /// <summary>
    /// Whether the approvers accepted by name that it is left out: then no OneAgent waits for this ActiveGate any more
    /// (docs/invariants.md#i6).
    /// </summary>
    public bool IsAccepted { get; init; }

    /// <summary>When Dynatrace or Azure last saw it, while it is not there; null while it is, or when nobody can say.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>The Kubernetes cluster it is a node of, or stands for; null outside of any.</summary>
    public string? Cluster { get; init; }

    /// <summary>How many agents it stands for: 1, or all those of a cluster whose operator moves them.</summary>
    public int Agents { get; init; } = 1;

    /// <summary>
    /// An agent that moves by itself: whether it is in a zone of an ActiveGate that is rotated, and so must be held until those are done.
    /// </summary>
    public bool IsBehindGates { get; init; }

    /// <summary>ActiveGates: OneAgents connected to it when the inventory was read.</summary>
    public int? ConnectedHosts { get; init; }

    /// <summary>An agent that is known from an earlier plan only: Dynatrace does not list it now.</summary>
    public bool IsRemembered { get; init; }

    /// <summary>Whether only a probe of its machine knows it: nothing at Dynatrace pointed to it when the plan was made.</summary>
    public bool IsFoundByProbe { get; init; }

    /// <summary>Whether it stands for a machine that no agent claims until its probe has answered: no target by itself.</summary>
    public bool IsUnclaimed { get; init; }

    /// <summary>
    /// When its agent was first seen under another id than before: what was proved earlier was proved of another installation.
    /// </summary>
    public DateTimeOffset? RecreatedAt { get; init; }

    /// <summary>
    /// The code that it had before it was tried again: when its machine turns out to be off or gone as before, that is no news. Null once
    /// it was seen otherwise.
    /// </summary>
    public string? CodeBefore { get; init; }

    /// <summary>The host's clock is not where the probe saw it: it is probed again before the next command.</summary>
    public bool ClockMoved { get; init; }

    /// <summary>The token that it was left on when its rotation was closed as it was; null otherwise.</summary>
    public TokenLeft? TokenLeft { get; init; }

    /// <summary>Whether it turned up after the plan was made: whoever installed it since start got the new token.</summary>
    public bool HasJoined { get; init; }

    /// <summary>
    /// The fingerprint of the token that the host carries when that is neither the old nor the new one; null when it is one of them, or not
    /// known.
    /// </summary>
    public string? OtherFingerprint { get; init; }

    /// <summary>
    /// Which such token the approvers accepted by name to be replaced; null when they accepted none. It is about that token only.
    /// </summary>
    public string? AcceptedFingerprint { get; init; }

    /// <summary>The commands that still stand on the machine, as far as anybody has looked, oldest first.</summary>
    public IEnumerable<SendRecord> Standing()
        => (LeftBehind ?? []).Append(Send).OfType<SendRecord>().Where(static send => send.DeletePending);

    /// <summary>True when the approvers may accept that the token it carries is replaced.</summary>
    public bool CanAcceptOther => OtherFingerprint is not null && Machine is not null && State.CanMove(TargetCause.OlderTokenAccepted);

    /// <summary>True when an apply was ever sent, whatever it answered.</summary>
    public bool IsTouched => ApplyNotAfter is not null;

    /// <summary>True when the host is proved to be on the new token.</summary>
    public bool IsOnNewToken => State.HasReached(TargetAction.Apply);

    /// <summary>
    /// True when it may be on the new token and nothing proves that it is back on the old one: an apply was sent to it, whatever it
    /// answered, or it was installed or installed anew while Dynatrace handed out the new one.
    /// </summary>
    public bool MayBeOnNewToken
        => (IsTouched || HasJoined || RecreatedAt is not null) && State is not (TargetState.Restored or TargetState.SelfRotating);

    /// <summary>
    /// True when a restore is to be sent to it, for whoever reads rows or <c>hosts --json</c>. Code asks
    /// <see cref="TargetTransitions.IsOpenFor"/>.
    /// </summary>
    public bool IsToBeRestored => this.IsOpenFor(TargetAction.Restore);

    /// <summary>True for an ActiveGate that no OneAgent has to wait for (docs/invariants.md#i6).</summary>
    [JsonPropertyName("isSettledGate")]
    public bool IsSettledActiveGate => IsOnNewToken || IsGone || this is { State: TargetState.Skipped, IsAccepted: true };

    /// <summary>True when its machine is gone from Azure and its agent silent.</summary>
    public bool IsGone => this is { State: TargetState.Skipped, Code: UncoveredCodes.Gone };

    /// <summary>True when another try may do better: it failed, could not be reached, or was left out.</summary>
    public bool CanBeRetried => Machine is not null && State.CanMove(TargetCause.RetryAsked);

    /// <summary>The same target, to be tried again.</summary>
    /// <param name="cause">Why it is.</param>
    /// <exception cref="TargetTransitionException">That does not move it from where it stands.</exception>
    public TargetRecord ResetForRetry(TargetCause cause)
        => this.MoveTo(TargetState.Pending, cause, code: null, message: null) with
        {
            SkippedBy = null,
            IsAccepted = false,
            CodeBefore = Code ?? CodeBefore,
        };
}
