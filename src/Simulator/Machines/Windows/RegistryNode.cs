using System.Collections.Concurrent;
using System.Security;

namespace TenantTokens.Simulator.Machines.Windows;

/// <summary>
/// A registry key with the members of Microsoft.Win32.RegistryKey that scripts use; that class itself exists on Windows only.
/// </summary>
public sealed class RegistryNode
{
    private readonly ConcurrentDictionary<string, object> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether writing to it is denied.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>Whether every write to it fails.</summary>
    public bool FailsWrites { get; set; }

    /// <exception cref="SecurityException">Write access was requested and the key is read-only.</exception>
    public RegistryNode OpenSubKey(string name, bool writable)
        => name is "" && !(writable && IsReadOnly) ? this : throw new SecurityException("Requested registry access is not allowed.");

    public object? GetValue(string name, object? defaultValue) => _values.GetValueOrDefault(name, defaultValue!);

    /// <exception cref="IOException">There is no such value.</exception>
    public string GetValueKind(string name) => _values.TryGetValue(name, out object? value)
        ? value is string ? "String" : "Binary"
        : throw new IOException("The specified registry key does not exist.");

    public void SetValue(string name, object value, string kind)
        => _values[name] = FailsWrites ? throw new UnauthorizedAccessException($"Cannot write a {kind} to the registry key.") : value;

    /// <summary>Sets a value, as an installer does.</summary>
    public RegistryNode With(string name, object value)
    {
        _values[name] = value;
        return this;
    }
}
