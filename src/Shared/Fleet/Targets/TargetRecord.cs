using System.Text.Json.Serialization;
using TenantTokens.Machines;
using TenantTokens.RunCommand;

namespace TenantTokens.Fleet.Targets;

/// <summary>One component on one machine, or an agent without a known machine. Changes by addition only.</summary>
public sealed record TargetRecord
{
    /// <summary>The id, stable for a machine and component. The run command's name is derived from it.</summary>
    public required string TargetId { get; init; }

    /// <summary>The display name, for example <c>oneagent/web-03</c>.</summary>
    public required string Name { get; init; }

    public required Component Component { get; init; }

    /// <summary>The machine; null when Azure has none for this agent.</summary>
    public Machine? Machine { get; init; }

    /// <summary>The agent's id at Dynatrace (ActiveGate id or HOST entity id); null when Dynatrace has none for this component.</summary>
    public string? AgentId { get; init; }

    /// <summary>
    /// For ActiveGates: network zone and group. While one ActiveGate of a pool restarts, the others keep serving. Null for OneAgents.
    /// </summary>
    public string? Pool { get; init; }

    /// <summary>The present state. <see cref="TargetTransitions.MoveTo"/> sets it.</summary>
    public TargetState State { get; init; }

    /// <summary>A kebab-case reason for the state; null when there is nothing to add.</summary>
    public string? Code { get; init; }

    /// <summary>One sentence for people about the state; null when there is nothing to add.</summary>
    public string? Message { get; init; }

    /// <summary>The result of the last probe; null before the first.</summary>
    public ProbeRecord? Probe { get; init; }

    /// <summary>The number of managed run commands on its machine at the last probe; null when Azure did not say.</summary>
    public RunCommandCount? RunCommands { get; init; }

    /// <summary>The last command sent to it; null before the first.</summary>
    public SendRecord? Send { get; init; }

    /// <summary>Earlier commands that could not be deleted and are still on the machine. They are deleted later.</summary>
    public IReadOnlyList<SendRecord>? LeftBehind { get; init; }

    /// <summary>The latest not-after of all applies that were sent to it, by our clock (UTC); null when none was sent.</summary>
    public DateTimeOffset? ApplyNotAfter { get; init; }

    /// <summary>The latest not-after of all restores that were sent to it, by our clock (UTC); null when none was sent.</summary>
    public DateTimeOffset? RestoreNotAfter { get; init; }

    /// <summary>When the host proved the state (UTC); null when it did not.</summary>
    public DateTimeOffset? ProvedAt { get; init; }

    /// <summary>A kebab-case code for why a probe must renew the proof; null while the proof is valid.</summary>
    public string? NeedsProof { get; init; }

    /// <summary>How Dynatrace reported the agent after the proof; later reports are compared with this. Null before.</summary>
    public AgentSighting? Seen { get; init; }

    /// <summary>Whether Dynatrace last reported the agent online after the change; null when Dynatrace was not asked.</summary>
    public bool? Online { get; init; }

    /// <summary>Processes that keep the old token until they are restarted; null when none are known.</summary>
    public StaleProcesses? Stale { get; init; }

    /// <summary>Files that a failed change left on the host on purpose, as paths; null when there are none.</summary>
    public IReadOnlyList<string>? Leftovers { get; init; }

    /// <summary>The person who left it out by name; null unless the state is <see cref="TargetState.Skipped"/>.</summary>
    public string? SkippedBy { get; init; }

    /// <summary>
    /// Whether the approvers accepted by name that it is left out. From then on no OneAgent waits for this ActiveGate
    /// (docs/invariants.md#i6).
    /// </summary>
    public bool IsAccepted { get; init; }

    /// <summary>When Dynatrace or Azure last saw it, if it is absent now; null while it is present or when that is not known.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>The Kubernetes cluster that it is a node of or represents; null outside Kubernetes.</summary>
    public string? Cluster { get; init; }

    /// <summary>How many agents the row represents: 1, or all agents of a cluster whose operator rotates them.</summary>
    public int Agents { get; init; } = 1;

    /// <summary>
    /// For agents that rotate by themselves: whether they use the network zone of an ActiveGate that is rotated, so that their operator
    /// must be held back until those are done.
    /// </summary>
    public bool IsBehindGates { get; init; }

    /// <summary>For ActiveGates: the number of OneAgents connected when the inventory was read; null otherwise.</summary>
    public int? ConnectedHosts { get; init; }

    /// <summary>True when the agent is known only from an earlier plan, and Dynatrace does not list it now.</summary>
    public bool IsRemembered { get; init; }

    /// <summary>True when only the probe of its machine found it; at planning, nothing at Dynatrace pointed to it.</summary>
    public bool IsFoundByProbe { get; init; }

    /// <summary>
    /// True while the row represents a machine that no agent claims and whose probe has not answered. It is not a target itself.
    /// </summary>
    public bool IsUnclaimed { get; init; }

    /// <summary>
    /// When its agent was first seen under a new id (UTC); null when the id is the same. Earlier proofs were for another installation.
    /// </summary>
    public DateTimeOffset? RecreatedAt { get; init; }

    /// <summary>
    /// The code from before the last retry. When the machine is still off or gone, that is not reported as news. Null once it was seen in
    /// another condition.
    /// </summary>
    public string? CodeBefore { get; init; }

    /// <summary>True when the host's clock has changed since its probe. The host is probed again before the next command.</summary>
    public bool ClockMoved { get; init; }

    /// <summary>The token that the host kept when the rotation was closed as it was; null otherwise.</summary>
    public TokenLeft? TokenLeft { get; init; }

    /// <summary>True when it appeared after the plan was made. An agent installed after start has the new token.</summary>
    public bool HasJoined { get; init; }

    /// <summary>
    /// The fingerprint of the host's token when it is neither the old nor the new one; null when it is one of them or not known.
    /// </summary>
    public string? OtherFingerprint { get; init; }

    /// <summary>
    /// The fingerprint of the token whose replacement the approvers accepted by name; null when they accepted none. Another token is not
    /// covered.
    /// </summary>
    public string? AcceptedFingerprint { get; init; }

    /// <summary>The commands that are still on the machine, as far as known, oldest first.</summary>
    public IEnumerable<SendRecord> Standing()
        => (LeftBehind ?? []).Append(Send).OfType<SendRecord>().Where(static send => send.DeletePending);

    /// <summary>True when the approvers may accept that the host's other token is replaced.</summary>
    public bool CanAcceptOther => OtherFingerprint is not null && Machine is not null && State.CanMove(TargetCause.OlderTokenAccepted);

    /// <summary>True when an apply was ever sent, whatever the answer was.</summary>
    public bool IsTouched => ApplyNotAfter is not null;

    /// <summary>True when the host has proved that it uses the new token.</summary>
    public bool IsOnNewToken => State.HasReached(TargetAction.Apply);

    /// <summary>
    /// True when it may have the new token and nothing proves that it has the old one again: an apply was sent to it, whatever the answer
    /// was, or it was installed while Dynatrace handed out the new token.
    /// </summary>
    public bool MayBeOnNewToken
        => (IsTouched || HasJoined || RecreatedAt is not null) && State is not (TargetState.Restored or TargetState.SelfRotating);

    /// <summary>
    /// True when a restore has to be sent to it, for readers of rows and of <c>hosts --json</c>. Code uses
    /// <see cref="TargetTransitions.IsOpenFor"/>.
    /// </summary>
    public bool IsToBeRestored => this.IsOpenFor(TargetAction.Restore);

    /// <summary>True for an ActiveGate that no OneAgent has to wait for (docs/invariants.md#i6).</summary>
    [JsonPropertyName("isSettledGate")]
    public bool IsSettledActiveGate => IsOnNewToken || IsGone || this is { State: TargetState.Skipped, IsAccepted: true };

    /// <summary>True when its machine is gone from Azure and its agent is silent.</summary>
    public bool IsGone => this is { State: TargetState.Skipped, Code: UncoveredCodes.Gone };

    /// <summary>True when another attempt may succeed: the target failed, could not be reached, or was left out.</summary>
    public bool CanBeRetried => Machine is not null && State.CanMove(TargetCause.RetryAsked);

    /// <summary>Returns the target reset for another attempt.</summary>
    /// <param name="cause">Why it is tried again.</param>
    /// <exception cref="TargetTransitionException">The cause does not move a target out of its present state.</exception>
    public TargetRecord ResetForRetry(TargetCause cause)
        => this.MoveTo(TargetState.Pending, cause, code: null, message: null) with
        {
            SkippedBy = null,
            IsAccepted = false,
            CodeBefore = Code ?? CodeBefore,
        };
}
