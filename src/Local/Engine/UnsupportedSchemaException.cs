namespace TenantTokens.Local.Engine;

/// <summary>A file was written by a newer version of this program; reading it with this one could lose what it holds.</summary>
/// <param name="path">The file.</param>
/// <param name="found">The schema version in it.</param>
/// <param name="supported">The newest version that this program knows.</param>
public sealed class UnsupportedSchemaException(string path, long found, long supported)
    : Exception(
        $"'{path}' has schema version {found}; this program knows versions up to {supported}. Use the newer program version that wrote it.")
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;
}
