namespace TenantTokens.Simulator.Arm.Kql;

/// <summary>The tokens of a query, read one after another.</summary>
internal sealed class KqlTokens(string query)
{
    private readonly IReadOnlyList<KqlToken> _all = KqlLexer.Read(query);
    private int _at;

    /// <summary>The next token.</summary>
    public KqlToken Next => _all[_at];

    public bool IsEnd => Next.Kind is KqlTokenKind.End;

    /// <summary>Whether this sign follows the next token.</summary>
    public bool IsFollowedBy(string text) => !IsEnd && _all[_at + 1].Kind is KqlTokenKind.Sign && _all[_at + 1].Text == text;

    public KqlToken Take() => IsEnd ? throw KqlException.Parser("The query ends too early.") : _all[_at++];

    /// <summary>Reads the next token if it has this text.</summary>
    public bool Take(string text)
    {
        bool isIt = Next.Kind is KqlTokenKind.Name or KqlTokenKind.Sign && Next.Text == text;
        _at += isIt ? 1 : 0;
        return isIt;
    }

    /// <exception cref="KqlException">The next token is of another kind.</exception>
    public KqlToken Take(KqlTokenKind kind)
        => Next.Kind == kind ? Take() : throw KqlException.Parser($"'{Next.Text}' is not expected here.");

    /// <exception cref="KqlException">The next token has another text.</exception>
    public void Expect(string text)
    {
        if (!Take(text))
        {
            throw KqlException.Parser($"'{text}' is missing before '{Next.Text}'.");
        }
    }
}
