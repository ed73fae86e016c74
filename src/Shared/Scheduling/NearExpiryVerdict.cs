namespace TenantTokens.Scheduling;

/// <summary>Whether a near-expiry event counts, and why not.</summary>
public enum NearExpiryVerdict
{
    /// <summary>The event counts: a rotation is due, and starts when the windows allow.</summary>
    Counted,

    /// <summary>The event was delivered before.</summary>
    Repeated,

    /// <summary>The event is about another vault than the configured one.</summary>
    OtherVault,

    /// <summary>The secret is not the tenant token of any environment.</summary>
    OtherSecret,

    /// <summary>The version is not in force.</summary>
    OtherVersion,

    /// <summary>The environment has no schedule that starts rotations, so a person has to start one.</summary>
    NotScheduled,
}
