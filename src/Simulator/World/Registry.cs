namespace TenantTokens.Simulator.World;

/// <summary>Things of the world that come and go while others look at them: a reader gets a list that never changes.</summary>
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

    /// <summary>The first one of that name, upper or lower case; always ask for the same property.</summary>
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
