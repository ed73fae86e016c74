namespace TenantTokens.Simulator.Arm.Kql;

/// <summary>What a piece of a query is.</summary>
internal enum KqlTokenKind
{
    /// <summary>After the last one.</summary>
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
