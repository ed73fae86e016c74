namespace TenantTokens.Simulation.World;

/// <summary>What becomes of a call.</summary>
internal enum CallFate
{
    /// <summary>It is answered.</summary>
    Answered,

    /// <summary>The connection breaks before it had any effect.</summary>
    LostBefore,

    /// <summary>It has its effect; then the connection breaks.</summary>
    LostAfter,

    /// <summary>No answer, no effect, until whoever asked gives up.</summary>
    Hanging,

    /// <summary>Its effect, and no answer until whoever asked gives up.</summary>
    HangingAfter,

    /// <summary>The answer takes 20 s.</summary>
    Late,

    /// <summary>It arrives twice; the second answer is the one that is seen.</summary>
    Twice,

    /// <summary>403 in the service's own words, without effect.</summary>
    Forbidden,

    /// <summary>403 as a page of some proxy, without effect.</summary>
    ForbiddenByProxy,

    /// <summary>400 as a page of some proxy, without effect.</summary>
    BadRequestByProxy,

    /// <summary>429 with a wait, without effect.</summary>
    Throttled,

    /// <summary>503, without effect.</summary>
    Unavailable,

    /// <summary>409 of Azure: the machine is locked or being changed; without effect.</summary>
    Locked,

    /// <summary>407 of some proxy, without effect.</summary>
    ProxyAuthentication,

    /// <summary>502 of a proxy after its effect.</summary>
    BadGatewayAfter,
}
