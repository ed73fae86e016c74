namespace TenantTokens.Local.Engine;

/// <summary>Another process runs the orchestrations of this directory.</summary>
/// <param name="path">The directory.</param>
public sealed class DataDirectoryInUseException(string path) : Exception($"The data directory '{path}' is in use by another process.")
{
    /// <summary>The path of the directory.</summary>
    public string Path { get; } = path;
}
