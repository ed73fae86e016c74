namespace TenantTokens.Simulator.Arm.Kql;

/// <summary>One row while a query is evaluated. A column is computed when it is read: a page of a big fleet reads few rows.</summary>
/// <param name="read">Gives a column: text, a bool, a number, a JsonNode, or null.</param>
internal sealed class KqlRow(Func<string, object?> read)
{
    public object? this[string column] => read(column);
}
