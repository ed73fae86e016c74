namespace TenantTokens.Configuration.Values;

/// <summary>
/// Takes the path of a PEM file, absolute or relative to the configuration file, or null. The reader makes it absolute and opens the file.
/// </summary>
public sealed class PemFileAttribute : TextFormAttribute
{
    public PemFileAttribute()
        : base("the path of a PEM file or null")
        => TakesNull = true;

    /// <inheritdoc />
    public override bool Matches(string text) => !string.IsNullOrWhiteSpace(text) && !text.Contains('\0', StringComparison.Ordinal);
}
