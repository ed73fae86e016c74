using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Vault;

/// <summary>The vault's secrets, each a row of versions in the order in which they were made: the last is the current one.</summary>
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

    /// <summary>As of chance, and the same in every run: the order of ids says nothing about time, here as at Key Vault.</summary>
    private static string IdOf(string name, int number)
    {
        string seed = string.Create(CultureInfo.InvariantCulture, $"{name}/{number}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)))[..32];
    }

    /// <summary>Null when there is no such version; the newest when none is named.</summary>
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
