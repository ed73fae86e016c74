namespace TenantTokens.Scheduling;

/// <summary>What a near-expiry event means to us.</summary>
public enum NearExpiryVerdict
{
    /// <summary>It counts: a rotation is due, and starts when the windows allow.</summary>
    Counted,

    /// <summary>It has counted before.</summary>
    Repeated,

    /// <summary>It is about another vault than the configured one.</summary>
    OtherVault,

    /// <summary>It is about a secret that holds no environment's tenant token.</summary>
    OtherSecret,

    /// <summary>It is about a version that is not in force.</summary>
    OtherVersion,

    /// <summary>The environment has no schedule that starts rotations: somebody has to.</summary>
    NotScheduled,
}
