using System.Globalization;

namespace TenantTokens.Simulator.Arm.Kql;

/// <summary>Parses expressions: or, and, comparisons, functions, and paths into dynamic columns.</summary>
/// <param name="tokens">The tokens to read.</param>
/// <param name="columns">The columns that exist at this place of the query.</param>
internal sealed class KqlExpressionParser(KqlTokens tokens, IReadOnlySet<string> columns)
{
    /// <exception cref="KqlException">The text is not an expression, or it names something unknown.</exception>
    public KqlExpression Read()
    {
        KqlExpression left = ReadAnd();
        while (tokens.Take("or"))
        {
            (KqlExpression first, KqlExpression second) = (left, ReadAnd());
            left = row => KqlValue.IsTrue(first(row)) || KqlValue.IsTrue(second(row));
        }

        return left;
    }

    private KqlExpression ReadAnd()
    {
        KqlExpression left = ReadComparison();
        while (tokens.Take("and"))
        {
            (KqlExpression first, KqlExpression second) = (left, ReadComparison());
            left = row => KqlValue.IsTrue(first(row)) && KqlValue.IsTrue(second(row));
        }

        return left;
    }

    private KqlExpression ReadComparison()
    {
        KqlExpression left = ReadValue();
        string sign = tokens.Next.Text;
        switch (sign)
        {
            case "==" or "=~" or "!=" or "!~" or "has" or "contains" or "startswith":
                tokens.Take();
                KqlExpression right = ReadValue();
                return row => Compare(sign, KqlValue.Text(left(row)), KqlValue.Text(right(row)));
            case "in" or "in~" or "!in" or "!in~":
                tokens.Take();
                IReadOnlyList<KqlExpression> items = ReadArguments();
                StringComparison comparison = sign[^1] is '~' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
                return row =>
                    items.Any(item => KqlValue.Text(item(row)).Equals(KqlValue.Text(left(row)), comparison)) != sign.StartsWith('!');
            default:
                return left;
        }
    }

    private static bool Compare(string sign, string left, string right) => sign switch
    {
        "==" => left == right,
        "!=" => left != right,
        "=~" => left.Equals(right, StringComparison.OrdinalIgnoreCase),
        "!~" => !left.Equals(right, StringComparison.OrdinalIgnoreCase),
        "startswith" => left.StartsWith(right, StringComparison.OrdinalIgnoreCase),
        _ => left.Contains(right, StringComparison.OrdinalIgnoreCase),
    };

    private KqlExpression ReadValue()
    {
        KqlToken token = tokens.Take();
        switch (token.Kind)
        {
            case KqlTokenKind.Text:
                return _ => token.Text;
            case KqlTokenKind.Number:
                double number = double.Parse(token.Text, CultureInfo.InvariantCulture);
                return _ => number;
            case KqlTokenKind.Sign when token.Text is "(":
                KqlExpression inner = Read();
                tokens.Expect(")");
                return inner;
            case KqlTokenKind.Name when token.Text is "true" or "false":
                return _ => token.Text is "true";
            case KqlTokenKind.Name when tokens.Next.Text is "(":
                return KqlFunctions.Find(token.Text, ReadArguments());
            case KqlTokenKind.Name:
                return ReadPath(token.Text);
            default:
                throw KqlException.Parser($"'{token.Text}' is not expected where a value is.");
        }
    }

    private KqlExpression ReadPath(string column)
    {
        if (!columns.Contains(column))
        {
            throw KqlException.Semantic($"Failed to resolve scalar expression named '{column}'.");
        }

        KqlExpression value = row => row[column];
        while (tokens.Next.Text is "." or "[")
        {
            bool isBracket = tokens.Take().Text is "[";
            string name = tokens.Take(isBracket ? KqlTokenKind.Text : KqlTokenKind.Name).Text;
            if (isBracket)
            {
                tokens.Expect("]");
            }

            KqlExpression owner = value;
            value = row => KqlValue.Property(owner(row), name);
        }

        return value;
    }

    private List<KqlExpression> ReadArguments()
    {
        List<KqlExpression> all = [];
        tokens.Expect("(");
        do
        {
            all.Add(Read());
        }
        while (tokens.Take(","));
        tokens.Expect(")");
        return all;
    }
}
