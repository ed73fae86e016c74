namespace TenantTokens.Simulator.Vault;

/// <summary>One version of a secret. Guarded by the store's lock.</summary>
internal sealed class SecretVersion(string id, string value, DateTimeOffset created)
{
    public string Id => id;

    public string Value => value;

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset Updated { get; set; } = created;

    public string? ContentType { get; set; }

    public bool Enabled { get; set; } = true;

    public long? NotBefore { get; set; }

    public long? Expires { get; set; }

    public IReadOnlyDictionary<string, string> Tags { get; set; } = new Dictionary<string, string>();
}
