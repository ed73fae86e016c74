namespace TenantTokens.Simulation.Checks;

/// <summary>Who made which tenant token of an environment, and whose rotation is open.</summary>
internal sealed class TokenHistory
{
    private readonly Dictionary<string, string> _makers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _actors = new(StringComparer.Ordinal);

    /// <summary>Whoever acts at Dynatrace without the product.</summary>
    public const string People = "somebody else";

    public TokenHistory(string first)
    {
        Active = first;
        _makers[first] = "before";
    }

    /// <summary>What connection info shows.</summary>
    public string Active { get; private set; }

    /// <summary>The old token while a rotation is open.</summary>
    public string? Previous { get; private set; }

    /// <summary>Who started the open rotation; null when none is open.</summary>
    public string? OpenBy { get; private set; }

    /// <summary>How often people acted at Dynatrace with effect.</summary>
    public int PeopleActed { get; private set; }

    /// <summary>How often anybody's start, finish or cancel took effect.</summary>
    public int Changes { get; private set; }

    /// <summary>Whether nobody else has started, finished or cancelled anything with effect.</summary>
    public bool IsAlone(string who) => _actors.All(actor => actor == who);

    /// <summary>All that there ever were.</summary>
    public IEnumerable<string> All => _makers.Keys;

    public string? MakerOf(string token) => _makers.GetValueOrDefault(token);

    /// <summary>Whether the environment takes it.</summary>
    public bool Accepts(string? token) => token is not null && (token == Active || token == Previous);

    public void Started(string by, string token)
    {
        (Previous, Active, OpenBy) = (Active, token, by);
        _makers[token] = by;
        Note(by);
    }

    public void Finished(string by)
    {
        (Previous, OpenBy) = (null, null);
        Note(by);
    }

    public void Cancelled(string by)
    {
        (Active, Previous, OpenBy) = (Previous ?? Active, null, null);
        Note(by);
    }

    private void Note(string by)
    {
        Changes++;
        _actors.Add(by);
        PeopleActed += by == People ? 1 : 0;
    }
}
