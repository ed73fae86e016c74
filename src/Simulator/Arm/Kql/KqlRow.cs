namespace TenantTokens.Simulator.Arm.Kql;

/// <summary>
/// One row during the evaluation of a query. A column is computed when it is read, because a page of a large fleet reads few rows.
/// </summary>
/// <param name="read">Returns a column: text, a bool, a number, a JsonNode, or null.</param>
internal sealed class KqlRow(Func<string, object?> read)
{
    public object? this[string column] => read(column);
}
