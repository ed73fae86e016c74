namespace TenantTokens.Local.Engine;

/// <summary>A newer version of this program wrote the file. Reading it with this version could lose data.</summary>
/// <param name="path">The file.</param>
/// <param name="found">The schema version in it.</param>
/// <param name="supported">The newest version that this program knows.</param>
public sealed class UnsupportedSchemaException(string path, long found, long supported)
    : Exception(
        $"'{path}' has schema version {found}; this program knows versions up to {supported}. Use the newer program version that wrote it.")
{
    /// <summary>The path of the file.</summary>
    public string Path { get; } = path;
}
