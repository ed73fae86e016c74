namespace TenantTokens.Simulator.Arm.Kql;

/// <summary>The functions that queries of fleets use. https://learn.microsoft.com/kusto/query/scalar-functions</summary>
internal static class KqlFunctions
{
    private static readonly Dictionary<string, (int Min, int Max, Func<IReadOnlyList<object?>, object?> Call)> _all = new(
        StringComparer.Ordinal)
    {
        ["tostring"] = (1, 1, static values => KqlValue.Text(values[0])),
        ["tolower"] = (1, 1, static values => KqlValue.Text(values[0]).ToLowerInvariant()),
        ["toupper"] = (1, 1, static values => KqlValue.Text(values[0]).ToUpperInvariant()),
        ["tobool"] = (1, 1, static values => KqlValue.IsTrue(values[0])
            || KqlValue.Text(values[0]).Equals("true", StringComparison.OrdinalIgnoreCase)),
        ["iff"] = (3, 3, static values => KqlValue.IsTrue(values[0]) ? values[1] : values[2]),
        ["iif"] = (3, 3, static values => KqlValue.IsTrue(values[0]) ? values[1] : values[2]),
        ["coalesce"] = (2, 64, static values => values.FirstOrDefault(static value => value is not (null or "")) ?? values[^1]),
        ["isempty"] = (1, 1, static values => KqlValue.Text(values[0]) is ""),
        ["isnotempty"] = (1, 1, static values => KqlValue.Text(values[0]) is not ""),
        ["isnull"] = (1, 1, static values => values[0] is null),
        ["isnotnull"] = (1, 1, static values => values[0] is not null),
        ["not"] = (1, 1, static values => !KqlValue.IsTrue(values[0])),
        ["strcat"] = (1, 64, static values => string.Concat(values.Select(KqlValue.Text))),
    };

    /// <exception cref="KqlException">There is no such function with this number of arguments.</exception>
    public static KqlExpression Find(string name, IReadOnlyList<KqlExpression> arguments)
    {
        if (!_all.TryGetValue(name, out (int Min, int Max, Func<IReadOnlyList<object?>, object?> Call) function))
        {
            throw KqlException.Semantic($"Unknown function: '{name}'.");
        }

        return arguments.Count >= function.Min && arguments.Count <= function.Max
            ? row => function.Call([.. arguments.Select(argument => argument(row))])
            : throw KqlException.Semantic($"{name}(): function expects {function.Min} argument(s), not {arguments.Count}.");
    }
}
