namespace TenantTokens.Simulator.Arm.Kql;

/// <summary>The pieces of a query, taken one after another.</summary>
internal sealed class KqlTokens(string query)
{
    private readonly IReadOnlyList<KqlToken> _all = KqlLexer.Read(query);
    private int _at;

    /// <summary>The one that is taken next.</summary>
    public KqlToken Next => _all[_at];

    public bool IsEnd => Next.Kind is KqlTokenKind.End;

    /// <summary>Whether this comes after the next one.</summary>
    public bool IsFollowedBy(string text) => !IsEnd && _all[_at + 1].Kind is KqlTokenKind.Sign && _all[_at + 1].Text == text;

    public KqlToken Take() => IsEnd ? throw KqlException.Parser("The query ends too early.") : _all[_at++];

    /// <summary>Takes the next one if it is this.</summary>
    public bool Take(string text)
    {
        bool isIt = Next.Kind is KqlTokenKind.Name or KqlTokenKind.Sign && Next.Text == text;
        _at += isIt ? 1 : 0;
        return isIt;
    }

    /// <exception cref="KqlException">The next one is of another kind.</exception>
    public KqlToken Take(KqlTokenKind kind)
        => Next.Kind == kind ? Take() : throw KqlException.Parser($"'{Next.Text}' is not expected here.");

    /// <exception cref="KqlException">The next one is another.</exception>
    public void Expect(string text)
    {
        if (!Take(text))
        {
            throw KqlException.Parser($"'{text}' is missing before '{Next.Text}'.");
        }
    }
}
