using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace TenantTokens.Simulator.Arm.Kql;

/// <summary>
/// A query of Resource Graph, as far as fleets need it: a table, then where, extend, project and order by. Unknown names are refused, like
/// everything that this world does not support. https://learn.microsoft.com/azure/governance/resource-graph/concepts/query-language
/// </summary>
internal sealed class KqlQuery
{
    private const int MaxKept = 64;
    private static readonly ConcurrentDictionary<string, KqlQuery> _known = new(StringComparer.Ordinal);

    private readonly List<Func<IEnumerable<KqlRow>, IEnumerable<KqlRow>>> _steps = [];
    private readonly HashSet<string> _columns;

    private KqlQuery(string table, IEnumerable<string> columns)
    {
        Table = table;
        _columns = new(columns, StringComparer.Ordinal);
    }

    public string Table { get; }

    /// <summary>Whether the answer has a column.</summary>
    public bool Has(string column) => _columns.Contains(column);

    /// <summary>
    /// Parses a query of Resource Graph's tables. Clients send the same few queries again and again, so the result is kept.
    /// </summary>
    /// <exception cref="KqlException">Resource Graph would refuse the query.</exception>
    public static KqlQuery Read(string text)
    {
        if (!_known.TryGetValue(text, out KqlQuery? query))
        {
            query = Parse(text, GraphTables.Columns);
            if (_known.Count < MaxKept)
            {
                _known.TryAdd(text, query);
            }
        }

        return query;
    }

    /// <summary>Parses a query.</summary>
    /// <param name="text">The query.</param>
    /// <param name="tables">The columns of each table.</param>
    /// <exception cref="KqlException">Resource Graph would refuse the query.</exception>
    public static KqlQuery Parse(string text, IReadOnlyDictionary<string, IReadOnlyList<string>> tables)
    {
        KqlTokens tokens = new(text);
        string table = tokens.Take(KqlTokenKind.Name).Text.ToLowerInvariant();
        KqlQuery query = tables.TryGetValue(table, out IReadOnlyList<string>? columns)
            ? new(table, columns)
            : throw KqlException.Semantic($"Table {table} is invalid, unsupported or disallowed.");
        while (!tokens.IsEnd)
        {
            tokens.Expect("|");
            query.ReadStep(tokens, tokens.Take(KqlTokenKind.Name).Text);
        }

        return query;
    }

    /// <summary>Applies the query to a table's rows. Each row is evaluated when it is read.</summary>
    public IEnumerable<KqlRow> Run(IEnumerable<KqlRow> rows) => _steps.Aggregate(rows, static (left, step) => step(left));

    /// <summary>Writes a row of the answer.</summary>
    public JsonObject Write(KqlRow row) => new(_columns.Select(column => KeyValuePair.Create(column, KqlValue.ToJson(row[column]))));

    private void ReadStep(KqlTokens tokens, string name)
    {
        switch (name)
        {
            case "where":
                KqlExpression condition = new KqlExpressionParser(tokens, _columns).Read();
                _steps.Add(rows => rows.Where(row => KqlValue.IsTrue(condition(row))));
                break;
            case "extend":
                Make(ReadColumns(tokens));
                break;
            case "project":
                List<(string Name, KqlExpression Value)> kept = ReadColumns(tokens);
                Make(kept);
                _columns.IntersectWith(kept.Select(static column => column.Name));
                break;
            case "order" or "sort":
                tokens.Expect("by");
                ReadOrder(tokens);
                break;
            default:
                throw KqlException.Parser($"'{name}' is no operator that this world knows.");
        }
    }

    private void ReadOrder(KqlTokens tokens)
    {
        KqlExpression key = new KqlExpressionParser(tokens, _columns).Read();
        bool isAscending = tokens.Take("asc");
        if (!isAscending)
        {
            tokens.Take("desc"); // the default order
        }

        _steps.Add(rows => Sort(rows, row => KqlValue.Text(key(row)), isAscending));
    }

    /// <summary>Sorts rows. A table's rows are already ordered by id, which is what most queries ask for.</summary>
    private static IEnumerable<KqlRow> Sort(IEnumerable<KqlRow> rows, Func<KqlRow, string> key, bool isAscending)
    {
        (string Key, KqlRow Row)[] all = [.. rows.Select(row => (key(row), row))];
        bool isSorted = isAscending
            && all.Zip(all.Skip(1), static (one, next) => string.CompareOrdinal(one.Key, next.Key) <= 0).All(static isRight => isRight);
        IEnumerable<(string Key, KqlRow Row)> sorted = isSorted ? all
            : isAscending ? all.OrderBy(static row => row.Key, StringComparer.Ordinal)
            : all.OrderByDescending(static row => row.Key, StringComparer.Ordinal);
        return sorted.Select(static row => row.Row);
    }

    /// <summary>Adds columns. A new column sees the existing ones, not those added with it.</summary>
    private void Make(IEnumerable<(string Name, KqlExpression Value)> columns)
    {
        Dictionary<string, KqlExpression> made = columns.ToDictionary(
            static column => column.Name,
            static column => column.Value,
            StringComparer.Ordinal);
        _columns.UnionWith(made.Keys);
        _steps.Add(rows => rows.Select(
            before => new KqlRow(name => made.TryGetValue(name, out KqlExpression? value) ? value(before) : before[name])));
    }

    private List<(string Name, KqlExpression Value)> ReadColumns(KqlTokens tokens)
    {
        List<(string, KqlExpression)> columns = [];
        do
        {
            // Either name = expression, or a column alone.
            string name = tokens.Next.Text;
            bool isNamed = tokens.IsFollowedBy("=");
            if (isNamed)
            {
                tokens.Take(KqlTokenKind.Name);
                tokens.Expect("=");
            }

            KqlExpression value = new KqlExpressionParser(tokens, _columns).Read();
            columns.Add(
                isNamed || _columns.Contains(name) ? (name, value) : throw KqlException.Semantic($"'{name}' needs a name of its own."));
        }
        while (tokens.Take(","));
        return columns;
    }
}
