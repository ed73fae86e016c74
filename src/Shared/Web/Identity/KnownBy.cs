namespace TenantTokens.Web.Identity;

/// <summary>How a caller was identified. The audit trail has the name in lower case.</summary>
public enum KnownBy
{
    /// <summary>Not identified.</summary>
    Nothing,

    /// <summary>By a personal link.</summary>
    Link,

    /// <summary>By a token of the Entra tenant.</summary>
    Entra,

    /// <summary>By an API key: a role, not a person.</summary>
    Key,

    /// <summary>By a flow that delivered their answer.</summary>
    Callback,
}
