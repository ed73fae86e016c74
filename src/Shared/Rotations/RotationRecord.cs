using System.Text.Json.Serialization;

namespace TenantTokens.Rotations;

/// <summary>
/// A rotation's row in the ledger: the truth about it, whatever happens to its orchestration. It holds no token, only vault versions and
/// fingerprints. Changes by addition only.
/// </summary>
public sealed record RotationRecord
{
    /// <summary>The rotation's id.</summary>
    public required string RotationId { get; init; }

    /// <summary>The Dynatrace environment whose token is rotated.</summary>
    public required string EnvironmentId { get; init; }

    /// <summary>The caller's own key, which always leads to the same rotation; null when the caller gave none.</summary>
    public string? RequestKey { get; init; }

    /// <summary>The person who requested it, who may not approve it.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>
    /// Another identity that counts as the requester: the requester's Entra object id, or the user who owns the API key. Null when there is
    /// none.
    /// </summary>
    public string? AlsoRequestedBy { get; init; }

    /// <summary>Why it was requested; required for an emergency, else null when none was given.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether it was requested as, or turned into, an emergency.</summary>
    public bool Emergency { get; init; }

    /// <summary>When an emergency first ignored a closed window or a blackout (UTC); null when none was in its way.</summary>
    public DateTimeOffset? WindowBypassedAt { get; init; }

    /// <summary>When it was requested (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended (UTC); null while it is open.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The present phase.</summary>
    public RotationPhase Phase { get; init; } = RotationPhase.Planning;

    /// <summary>The phase that a parked rotation came from; null when it is not parked.</summary>
    public RotationPhase? ParkedFrom { get; init; }

    /// <summary>Why it is parked; null when it is not.</summary>
    [JsonPropertyName("hold")]
    public ParkReason? ParkReason { get; init; }

    /// <summary>The reason of its last park, which a person has answered; null when it was never parked.</summary>
    [JsonPropertyName("lastHold")]
    public ParkReason? LastParkReason { get; init; }

    /// <summary>
    /// True when connection info gives ActiveGates another token than OneAgents (docs/invariants.md#u2). In-cluster ActiveGates read their
    /// token there, so they cannot be trusted to have the new one. Null when it was not read.
    /// </summary>
    public bool? GatewayTokenDiffers { get; init; }

    /// <summary>Whether the requester has seen and confirmed the plan.</summary>
    public bool PlanConfirmed { get; init; }

    /// <summary>The hash of the plan; null before planning.</summary>
    public string? PlanHash { get; init; }

    /// <summary>True when the row is for a plan alone and never becomes a rotation.</summary>
    public bool IsDraft { get; init; }

    /// <summary>The hash of the plan that the requester has seen; any other plan is blocked. Null when every plan is accepted.</summary>
    public string? ExpectedPlanHash { get; init; }

    /// <summary>Whether a person confirmed that Kubernetes operators are held back until the ActiveGates are done.</summary>
    public bool OperatorsHeld { get; init; }

    /// <summary>The number of the present direction. Hosts refuse commands with a lower one. 0 before the first command.</summary>
    public long Generation { get; init; }

    /// <summary>Whether the present generation writes the old token back.</summary>
    public bool Restoring { get; init; }

    /// <summary>True once start took effect, by our call or by takeover. Only then may finish or cancel be called.</summary>
    [JsonPropertyName("owned")]
    public bool StartTookEffect { get; init; }

    /// <summary>The old token's vault version and fingerprint; null before it was recorded.</summary>
    public TokenReference? OldToken { get; init; }

    /// <summary>The new token's vault version and fingerprint; null before start took effect.</summary>
    public TokenReference? NewToken { get; init; }

    /// <summary>The last start call; null before the first.</summary>
    public CallAttempt? Start { get; init; }

    /// <summary>The last finish call; null before the first.</summary>
    public CallAttempt? Finish { get; init; }

    /// <summary>The last cancel call; null before the first.</summary>
    public CallAttempt? Cancel { get; init; }

    /// <summary>
    /// The version of this copy's claim on the environment from just before start, when it became permanent; null before.
    /// </summary>
    public string? ClaimVersion { get; init; }

    /// <summary>The place of the copy that holds the claim instead of this one; null when none is known to.</summary>
    public string? ClaimHeldBy { get; init; }

    /// <summary>The place of the copy whose claim an operator ordered to take over; null once that is done or refused.</summary>
    public string? ClaimTakeOver { get; init; }

    /// <summary>Whether an operator asked to take over another party's rotation.</summary>
    public bool AdoptionAsked { get; init; }

    /// <summary>The id of the approved takeover gate; null when there is none.</summary>
    public string? AdoptGateId { get; init; }

    /// <summary>The id of the approved finish gate; null before the approval.</summary>
    public string? FinishGateId { get; init; }

    /// <summary>
    /// The id of the approved cancel gate, which is needed when some targets could not be restored; null when there is none.
    /// </summary>
    public string? CancelGateId { get; init; }

    /// <summary>The highest wave number in use; 0 before the first wave.</summary>
    public int LastWave { get; init; }

    /// <summary>The number of commands given so far; it rises with each new one.</summary>
    public int Commands { get; init; }

    /// <summary>The number of those commands that the orchestration has taken.</summary>
    public int CommandsTaken { get; init; }

    /// <summary>True while nothing new is sent, until an operator resumes.</summary>
    public bool Paused { get; init; }

    /// <summary>The number of pauses, resumes and escalations so far, which take effect at once; it rises with each new one.</summary>
    public int Signals { get; init; }

    /// <summary>Whether the remaining waves were planned again after it became an emergency.</summary>
    public bool EscalationLaid { get; init; }

    /// <summary>
    /// Whether another party has finished this rotation. The old token is then invalid, so no gate or wait makes sense any more: it would
    /// only keep hosts offline.
    /// </summary>
    public bool OldTokenIsDead { get; init; }

    /// <summary>
    /// The old token that was recorded before the last start attempt; null when the token in force had not changed since. When another
    /// party's open rotation makes that start fail, this one is put back, because the token in force was that rotation's new token.
    /// </summary>
    public TokenReference? OldTokenBefore { get; init; }

    /// <summary>Whether another party called finish or cancel for it.</summary>
    public bool EndedBySomebodyElse { get; init; }

    /// <summary>Until when machines that come back after finish get the new token (UTC); null before finish.</summary>
    public DateTimeOffset? SweepUntil { get; init; }

    /// <summary>When the sweep ended and the old vault version was disabled (UTC); null before.</summary>
    public DateTimeOffset? SweepEndedAt { get; init; }

    /// <summary>The number of our run commands that were still on machines at the last check; null before the first check.</summary>
    public int? CommandsLeft { get; init; }

    /// <summary>When checking for them ended (UTC), because they are gone or its time has passed; null before.</summary>
    public DateTimeOffset? CommandsSweptAt { get; init; }

    /// <summary>
    /// The fingerprint of the last token seen in force that was neither the old nor the new one; null when there was none.
    /// </summary>
    public string? ForeignToken { get; init; }

    /// <summary>
    /// The fingerprint of such a token that an operator has answered with abort or forward. This token is not reported again; another one
    /// is.
    /// </summary>
    public string? AnsweredForeignToken { get; init; }

    /// <summary>Since when the first ActiveGate must be seen online before others follow (UTC); null when none is awaited.</summary>
    public DateTimeOffset? ActiveGateCanarySince { get; init; }

    /// <summary>Since when the first OneAgent must be seen online before others follow (UTC); null when none is awaited.</summary>
    public DateTimeOffset? OneAgentCanarySince { get; init; }

    /// <summary>Whether machines that come back late still get the new token.</summary>
    public bool IsToBeSwept => this is { Phase: RotationPhase.Completed, SweepUntil: not null, SweepEndedAt: null };

    /// <summary>Whether its run commands may still be on machines after its end, while no sweep deletes them.</summary>
    public bool MayHaveCommandsLeft => Phase.IsTerminal() && CommandsSweptAt is null && !IsToBeSwept;

    /// <summary>Whether it runs at an emergency's pace.</summary>
    public bool IsUrgent => Emergency || OldTokenIsDead;
}
