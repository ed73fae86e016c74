using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Vault;

/// <summary>The vault's secrets. Each has a list of versions in the order in which they were made; the last is the current one.</summary>
internal sealed class SecretStore(WorldClock clock)
{
    private readonly Lock _sync = new();
    private readonly Dictionary<string, List<SecretVersion>> _secrets = new(StringComparer.OrdinalIgnoreCase);

    public SecretVersion Add(string name, string value)
    {
        lock (_sync)
        {
            if (!_secrets.TryGetValue(name, out List<SecretVersion>? versions))
            {
                _secrets[name] = versions = [];
            }

            SecretVersion version = new(IdOf(name, versions.Count), value, clock.Now);
            versions.Add(version);
            return version;
        }
    }

    /// <summary>
    /// Makes an id that looks random and is the same in every run. As in Key Vault, the order of ids says nothing about time.
    /// </summary>
    private static string IdOf(string name, int number)
    {
        string seed = string.Create(CultureInfo.InvariantCulture, $"{name}/{number}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)))[..32];
    }

    /// <summary>Finds a version, or the newest one when none is named; null when there is none.</summary>
    public SecretVersion? Find(string name, string? version)
    {
        lock (_sync)
        {
            return !_secrets.TryGetValue(name, out List<SecretVersion>? versions) ? null
                : string.IsNullOrEmpty(version) ? versions[^1]
                : versions.Find(v => v.Id == version);
        }
    }

    public IReadOnlyList<SecretVersion>? Versions(string name)
    {
        lock (_sync)
        {
            return _secrets.TryGetValue(name, out List<SecretVersion>? versions) ? [.. versions] : null;
        }
    }
}
