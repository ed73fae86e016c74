namespace TenantTokens.Simulator.World;

/// <summary>A list of things in the world that come and go. A reader gets a list that never changes.</summary>
internal sealed class Registry<T>
    where T : class
{
    private readonly Lock _sync = new();
    private readonly List<T> _items = [];
    private T[]? _all;
    private Dictionary<string, T>? _byName;

    public IReadOnlyList<T> All
    {
        get
        {
            lock (_sync)
            {
                return _all ??= [.. _items];
            }
        }
    }

    public void Add(T item)
    {
        lock (_sync)
        {
            _items.Add(item);
            (_all, _byName) = (null, null);
        }
    }

    public void Remove(T item)
    {
        lock (_sync)
        {
            _items.Remove(item);
            (_all, _byName) = (null, null);
        }
    }

    /// <summary>Finds the first one with that name, ignoring case; null when there is none. All calls must use the same property.</summary>
    public T? Find(string name, Func<T, string> nameOf)
    {
        lock (_sync)
        {
            if (_byName is null)
            {
                _byName = new Dictionary<string, T>(StringComparer.OrdinalIgnoreCase);
                foreach (T item in _items)
                {
                    _byName.TryAdd(nameOf(item), item);
                }
            }

            return _byName.GetValueOrDefault(name);
        }
    }
}
