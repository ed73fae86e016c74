namespace TenantTokens.Local.Engine;

/// <summary>What a database file of ours is.</summary>
/// <param name="Version">The newest schema that this program knows.</param>
/// <param name="ApplicationId">Stands in the file's header, so that a file of another program is told apart.</param>
/// <param name="Schema">Makes the tables of an empty file.</param>
/// <param name="Tables">Their names, ordered: a file without an application id is ours when it has exactly these.</param>
internal sealed record SqliteFormat(long Version, long ApplicationId, string Schema, IReadOnlyList<string> Tables);
