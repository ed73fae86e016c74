namespace TenantTokens.Simulator.Arm.Kql;

/// <summary>The kind of a token.</summary>
internal enum KqlTokenKind
{
    /// <summary>The end of the query.</summary>
    End,

    /// <summary>A name, or a word such as where.</summary>
    Name,

    /// <summary>Text, without its quotation marks.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An operator, bracket, comma or bar.</summary>
    Sign,
}
