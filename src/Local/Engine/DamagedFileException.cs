namespace TenantTokens.Local.Engine;

/// <summary>A database file is damaged or was made by another program. The message never quotes SQLite.</summary>
/// <param name="path">The file.</param>
/// <param name="problem">What is wrong, as the end of a sentence that begins with the file.</param>
internal sealed class DamagedFileException(string path, string problem) : Exception($"'{path}': {problem}")
{
    public string Problem { get; } = problem;
}
