using System.Text.Json.Serialization;

namespace TenantTokens.Rotations;

/// <summary>
/// A rotation's row in the ledger: the truth about it, whatever happens to the orchestration. Holds no token, only vault versions and
/// fingerprints. Changes by addition only.
/// </summary>
public sealed record RotationRecord
{
    /// <summary>The rotation's id.</summary>
    public required string RotationId { get; init; }

    /// <summary>The Dynatrace environment whose token is rotated.</summary>
    public required string EnvironmentId { get; init; }

    /// <summary>The caller's own key: the same key gives the same rotation.</summary>
    public string? RequestKey { get; init; }

    /// <summary>Who asked; never allowed to approve.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>
    /// Who else counts as having asked: other names of the requester (an Entra object id), or who holds the API key that asked. Null for
    /// nobody.
    /// </summary>
    public string? AlsoRequestedBy { get; init; }

    /// <summary>Why it was asked for; mandatory for an emergency.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether it was asked for as an emergency.</summary>
    public bool Emergency { get; init; }

    /// <summary>When an emergency first went past a closed window or a blackout; null when none was in its way.</summary>
    public DateTimeOffset? WindowBypassedAt { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Where it stands.</summary>
    public RotationPhase Phase { get; init; } = RotationPhase.Planning;

    /// <summary>The phase a parked rotation came from.</summary>
    public RotationPhase? ParkedFrom { get; init; }

    /// <summary>Why it is parked.</summary>
    [JsonPropertyName("hold")]
    public ParkReason? ParkReason { get; init; }

    /// <summary>The hold that it last left: a person has said something to it.</summary>
    [JsonPropertyName("lastHold")]
    public ParkReason? LastParkReason { get; init; }

    /// <summary>
    /// True when connection info gives ActiveGates another token than OneAgents (docs/invariants.md#u2): in-cluster ActiveGates, which read
    /// it there, cannot
    /// be trusted to be on the new one. Null when it was not asked.
    /// </summary>
    public bool? GatewayTokenDiffers { get; init; }

    /// <summary>Whether somebody who asked for the rotation has seen the plan and said yes.</summary>
    public bool PlanConfirmed { get; init; }

    /// <summary>What was planned; null before.</summary>
    public string? PlanHash { get; init; }

    /// <summary>A plan alone: no rotation, and never one.</summary>
    public bool IsDraft { get; init; }

    /// <summary>The plan that whoever asked has seen; another one is blocked. Null when any plan will do.</summary>
    public string? ExpectedPlanHash { get; init; }

    /// <summary>Whether somebody confirmed that Kubernetes operators are held until the ActiveGates are done.</summary>
    public bool OperatorsHeld { get; init; }

    /// <summary>The direction's number: hosts refuse commands with a lower one. 0 before the first send.</summary>
    public long Generation { get; init; }

    /// <summary>Whether the present generation puts the old token back.</summary>
    public bool Restoring { get; init; }

    /// <summary>True once start took effect and is ours or adopted: only then may finish or cancel be called.</summary>
    [JsonPropertyName("owned")]
    public bool StartTookEffect { get; init; }

    /// <summary>The old token: vault version and fingerprint.</summary>
    public TokenReference? OldToken { get; init; }

    /// <summary>The new token: vault version and fingerprint.</summary>
    public TokenReference? NewToken { get; init; }

    /// <summary>The last start call.</summary>
    public CallAttempt? Start { get; init; }

    /// <summary>The last finish call.</summary>
    public CallAttempt? Finish { get; init; }

    /// <summary>The last cancel call.</summary>
    public CallAttempt? Cancel { get; init; }

    /// <summary>The version of the claim on the environment that this copy holds for good, from just before start; null before.</summary>
    public string? ClaimVersion { get; init; }

    /// <summary>Where the copy runs that holds the claim in place of this one; null when none is known to.</summary>
    public string? ClaimHeldBy { get; init; }

    /// <summary>The copy from which an operator said to take the claim over; null once that is done or refused.</summary>
    public string? ClaimTakeOver { get; init; }

    /// <summary>Whether an operator wants to take over somebody else's rotation.</summary>
    public bool AdoptionAsked { get; init; }

    /// <summary>The approved gate of that.</summary>
    public string? AdoptGateId { get; init; }

    /// <summary>The approved finish gate.</summary>
    public string? FinishGateId { get; init; }

    /// <summary>The approved cancel gate, when some touched targets could not be restored.</summary>
    public string? CancelGateId { get; init; }

    /// <summary>The highest wave number in use.</summary>
    public int LastWave { get; init; }

    /// <summary>How many commands were given; lets a watcher see that there is a new one.</summary>
    public int Commands { get; init; }

    /// <summary>How many of them the orchestration has taken.</summary>
    public int CommandsTaken { get; init; }

    /// <summary>Whether nothing new is sent until somebody resumes.</summary>
    public bool Paused { get; init; }

    /// <summary>
    /// How often something was said that counts at once (pause, resume, escalate); lets a watcher see that there is news.
    /// </summary>
    public int Signals { get; init; }

    /// <summary>Whether the waves that had not run when it became an emergency were laid anew.</summary>
    public bool EscalationLaid { get; init; }

    /// <summary>
    /// Whether somebody else has finished this rotation: the old token is dead, so nothing is left to ask, and waiting only keeps hosts
    /// offline.
    /// </summary>
    public bool OldTokenIsDead { get; init; }

    /// <summary>
    /// The old token that this rotation had recorded before it last tried to start; null when the token in force had not changed since. A
    /// start that is refused because somebody else's rotation is open puts it back: what was in force was that rotation's new token.
    /// </summary>
    public TokenReference? OldTokenBefore { get; init; }

    /// <summary>Whether somebody else called finish or cancel for it.</summary>
    public bool EndedBySomebodyElse { get; init; }

    /// <summary>Until when machines that come back after finish get the new token; null before finish.</summary>
    public DateTimeOffset? SweepUntil { get; init; }

    /// <summary>When the sweep ended and the old vault version was disabled.</summary>
    public DateTimeOffset? SweepEndedAt { get; init; }

    /// <summary>How many run commands of ours were still on machines when somebody last looked; null before the first look.</summary>
    public int? CommandsLeft { get; init; }

    /// <summary>When looking for them ended, because they are gone or the time for it has passed; null until then.</summary>
    public DateTimeOffset? CommandsSweptAt { get; init; }

    /// <summary>The fingerprint of a token in force that was neither the old nor the new one, when one was seen last.</summary>
    public string? ForeignToken { get; init; }

    /// <summary>The one of those that a person has answered, with abort or forward: it is not asked about again, another one is.</summary>
    public string? AnsweredForeignToken { get; init; }

    /// <summary>Since when the first ActiveGate must be seen online before others follow; null when none must.</summary>
    public DateTimeOffset? ActiveGateCanarySince { get; init; }

    /// <summary>Since when the first OneAgent must be seen online before others follow; null when none must.</summary>
    public DateTimeOffset? OneAgentCanarySince { get; init; }

    /// <summary>Whether machines that come back late still get its token.</summary>
    public bool IsToBeSwept => this is { Phase: RotationPhase.Completed, SweepUntil: not null, SweepEndedAt: null };

    /// <summary>Whether run commands of ours may still be on machines after its end, and no sweep deletes them.</summary>
    public bool MayHaveCommandsLeft => Phase.IsTerminal() && CommandsSweptAt is null && !IsToBeSwept;

    /// <summary>Whether it goes at an emergency's pace.</summary>
    public bool IsUrgent => Emergency || OldTokenIsDead;
}
