using System.Collections.Concurrent;
using System.Management.Automation;

namespace TenantTokens.Simulator.Machines.Windows;

/// <summary>The part of the registry that a script may read.</summary>
internal sealed class RegistryTree
{
    private readonly ConcurrentDictionary<string, RegistryNode> _keys = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns a key and creates it when there is none.</summary>
    /// <param name="path">The path of the key, beginning with HKLM:\.</param>
    public RegistryNode Create(string path) => _keys.GetOrAdd(path, static _ => new RegistryNode());

    /// <exception cref="ItemNotFoundException">There is no such key.</exception>
    public RegistryNode Get(string path)
        => _keys.TryGetValue(path, out RegistryNode? key)
            ? key
            : throw new ItemNotFoundException($"Cannot find path '{path}' because it does not exist.");
}
