using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations.Plans;
using TenantTokens.RunCommand;

namespace TenantTokens.Rotations.Proving;

/// <summary>
/// Decides when the proof that a host uses the new token must be renewed, and what a renewed probe means. Pure. Dynatrace reports no start
/// time of an agent. So a restart during which the agent was not seen offline, and which changed neither version nor entity, is only
/// covered by the maximum age of a proof.
/// </summary>
public static class ProofRules
{
    /// <summary>
    /// Returns the target after a reading of the inventory: marked when its proof is no longer valid, and with the sighting for the next
    /// reading.
    /// </summary>
    public static TargetRecord Look(TargetRecord target, AgentSighting? sighting, DateTimeOffset now, TimeSpan maxAge)
    {
        if (!target.IsOnNewToken || target.Machine is null || target.NeedsProof is not null)
        {
            return target;
        }

        if (WhyStale(target, sighting, now, maxAge) is { } reason)
        {
            return target with { NeedsProof = reason, Seen = sighting };
        }

        // Until the agent is online again, the first sighting stays, except for whether it is online.
        return target.Seen is { } first && first.At >= (target.ProvedAt ?? target.Probe?.At)
            ? sighting is { IsOnline: false } && first.IsOnline ? target with { Seen = first with { IsOnline = false } } : target
            : target with { Seen = sighting };
    }

    /// <summary>Returns why a proof is no longer valid, as a kebab-case code; null while it is valid.</summary>
    /// <param name="target">A target with the new token.</param>
    /// <param name="sighting">How Dynatrace reports its agent now; null when it does not.</param>
    /// <param name="now">The current time (UTC).</param>
    /// <param name="maxAge">How old a proof may be.</param>
    public static string? WhyStale(TargetRecord target, AgentSighting? sighting, DateTimeOffset now, TimeSpan maxAge)
    {
        if ((target.ProvedAt ?? target.Probe?.At) is not { } provedAt)
        {
            return "never-proved";
        }

        if (now - provedAt >= maxAge)
        {
            return "proof-too-old";
        }

        AgentSighting? earlier = target.Seen;
        if (sighting is null)
        {
            return earlier is null ? null : "agent-gone";
        }

        return sighting switch
        {
            { FirstSeen: { } first } when first > provedAt => "agent-recreated",
            _ when earlier is not null && earlier.AgentId != sighting.AgentId => "agent-recreated",
            { Version: { } version } when (earlier is null ? target.Probe?.Version : earlier.Version) is { } before
                && !IsSameVersion(before, version)
                => "agent-updated",
            { IsOnline: true } when earlier is { IsOnline: false } && earlier.At >= provedAt => "agent-restarted",
            _ => null,
        };
    }

    /// <summary>Returns the target after a probe that was to renew its proof.</summary>
    /// <param name="target">The target as it is in the ledger.</param>
    /// <param name="report">The host's report; null when there is none.</param>
    /// <param name="verdict">The verdict on the probe (<see cref="TargetVerdict.From"/>).</param>
    /// <param name="rotation">The rotation, with the fingerprints of both tokens.</param>
    /// <param name="now">The current time (UTC).</param>
    /// <returns>
    /// The target with a renewed proof of the new token; or Pending when the old token came back; or Inconclusive, with the proof still
    /// missing.
    /// </returns>
    public static TargetRecord AfterReprobe(
        TargetRecord target, HostReport? report, TargetVerdict verdict, RotationRecord rotation, DateTimeOffset now)
    {
        if (report is null || !verdict.IsProved)
        {
            return Doubtful(target, "not-reproved", $"Its proof ({target.NeedsProof}) could not be renewed: {verdict.Message}");
        }

        TargetRecord seen = target with { Stale = report.Stale, Leftovers = report.Leftovers };
        if (report.Fingerprint is null)
        {
            return Doubtful(seen, "not-reproved", $"Its proof ({target.NeedsProof}) could not be renewed: the host does not report its"
                + " token.");
        }

        if (report.Fingerprint == rotation.OldToken?.Fingerprint)
        {
            return OldTokenCameBack(seen);
        }

        if (report.Fingerprint != rotation.NewToken?.Fingerprint)
        {
            return Doubtful(
                seen, OlderToken.Code, "It was on the new token and now has one that is neither the old nor the new token.") with
            {
                ProvedAt = null,
            };
        }

        return report.Connected is false
            ? Doubtful(seen, "not-connected", "The new token is in place, but the host shows no accepted connection.")
            : seen.MoveTo(target.IsOnNewToken ? target.State : TargetState.Rotated, TargetCause.ProofRenewed, "ok", "On the new token,"
                + " proved again.") with
            {
                ProvedAt = now,
                NeedsProof = null,
            };
    }

    private static TargetRecord OldTokenCameBack(TargetRecord target) => target.MoveTo(
        TargetState.Pending,
        TargetCause.OldTokenCameBack,
        "old-token-came-back",
        "It was on the new token and has the old one again. It was re-imaged, restored or updated from a source that carries the old"
            + " token.") with
    {
        ProvedAt = null,
        Online = null,
        NeedsProof = null,
    };

    private static TargetRecord Doubtful(TargetRecord target, string code, string message)
        => target.MoveTo(TargetState.Inconclusive, TargetCause.ProofLost, code, message);

    // The host and the API may write a version differently beyond its first three numbers.
    private static bool IsSameVersion(string one, string other) => string.Equals(Start(one), Start(other), StringComparison.Ordinal);

    private static string Start(string version) => string.Join('.', version.Trim().Split('.').Take(3));
}
