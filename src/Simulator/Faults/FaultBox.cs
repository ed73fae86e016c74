namespace TenantTokens.Simulator.Faults;

/// <summary>
/// The faults that wait for their call. It counts calls by kind, so that a fault hits the n-th one whatever else happens.
/// </summary>
internal sealed class FaultBox
{
    private readonly Lock _sync = new();
    private readonly Dictionary<string, long> _calls = new(StringComparer.Ordinal);
    private readonly List<Planted> _planted = [];

    /// <summary>
    /// Arms a fault for the calls <paramref name="nth"/>..<paramref name="nth"/>+<paramref name="times"/>-1 of a key, counted from now.
    /// </summary>
    public void Arm(string kind, string key, int nth, int times, Fault fault)
    {
        lock (_sync)
        {
            long first = _calls.GetValueOrDefault(Id(kind, key)) + nth;
            _planted.Add(new Planted(Id(kind, key), first, first + times - 1, fault));
        }
    }

    /// <summary>Counts one call of that key and returns the fault that hits it, if one does.</summary>
    public Fault? Next(string kind, string key)
    {
        lock (_sync)
        {
            string id = Id(kind, key);
            long number = _calls.GetValueOrDefault(id) + 1;
            _calls[id] = number;
            return _planted.Find(p => p.Id == id && p.First <= number && number <= p.Last)?.Fault;
        }
    }

    private static string Id(string kind, string key) => $"{kind}|{key.ToUpperInvariant()}";

    private sealed record Planted(string Id, long First, long Last, Fault Fault);
}
