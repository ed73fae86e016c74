namespace TenantTokens.Simulator.Arm.Kql;

/// <summary>A query that Resource Graph refuses.</summary>
/// <param name="code">ParserFailure, or SemanticFailure for an unknown name.</param>
/// <param name="message">What is wrong with the query.</param>
internal sealed class KqlException(string code, string message) : Exception(message)
{
    public string Code => code;

    public static KqlException Parser(string message) => new("ParserFailure", message);

    public static KqlException Semantic(string message) => new("SemanticFailure", message);
}
