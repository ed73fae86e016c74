namespace TenantTokens.Local.Engine;

/// <summary>The format of one of our database files.</summary>
/// <param name="Version">The newest schema that this program knows.</param>
/// <param name="ApplicationId">The id in the file's header, which distinguishes it from files of other programs.</param>
/// <param name="Schema">The SQL that creates the tables of an empty file.</param>
/// <param name="Tables">The tables' names, ordered. A file without an application id is ours when it has exactly these.</param>
internal sealed record SqliteFormat(long Version, long ApplicationId, string Schema, IReadOnlyList<string> Tables);
