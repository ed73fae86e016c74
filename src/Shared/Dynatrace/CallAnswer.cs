namespace TenantTokens.Dynatrace;

/// <summary>What was answered to the last attempt. Kept in the ledger: changes by addition only.</summary>
public enum CallAnswer
{
    /// <summary>Nothing was sent.</summary>
    None,

    /// <summary>200 with a token.</summary>
    Accepted,

    /// <summary>400 in Dynatrace's error envelope: a rotation is open already (start), or none is (finish, cancel).</summary>
    WrongState,

    /// <summary>401, 403, 404 or 429 in Dynatrace's error envelope, or nothing was sent after all: this attempt had no effect.</summary>
    Refused,

    /// <summary>Anything else: no answer, a proxy's words, a 5xx. The attempt may have taken effect.</summary>
    Unknown,
}
