namespace TenantTokens.Web.Identity;

/// <summary>How somebody is known. The audit trail says it in lower case.</summary>
public enum KnownBy
{
    /// <summary>Not at all.</summary>
    Nothing,

    /// <summary>By a link that was sent to them.</summary>
    Link,

    /// <summary>By a token of the Entra tenant.</summary>
    Entra,

    /// <summary>By an API key: a role, not a person.</summary>
    Key,

    /// <summary>By a flow that brought their answer.</summary>
    Callback,
}
