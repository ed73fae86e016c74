namespace TenantTokens.Dynatrace;

/// <summary>The answer to the last attempt of a call. Stored in the ledger: changes by addition only.</summary>
public enum CallAnswer
{
    /// <summary>Nothing was sent.</summary>
    None,

    /// <summary>200 with a token.</summary>
    Accepted,

    /// <summary>400 in Dynatrace's error envelope: a rotation is already open (start), or none is open (finish, cancel).</summary>
    WrongState,

    /// <summary>401, 403, 404 or 429 in Dynatrace's error envelope, or nothing was sent. This attempt had no effect.</summary>
    Refused,

    /// <summary>Anything else: no answer, an answer of a proxy, a 5xx. The attempt may have taken effect.</summary>
    Unknown,
}
