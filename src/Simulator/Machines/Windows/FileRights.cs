using System.Collections.Concurrent;

namespace TenantTokens.Simulator.Machines.Windows;

/// <summary>
/// The owners and access rights of files, which a Linux file system cannot store. They belong to the path: a file that replaces another
/// gets its rights, as with ReplaceFile. A path without rights of its own inherits those of its directories.
/// </summary>
internal sealed class FileRights
{
    public const string Administrators = "S-1-5-32-544";
    private const string Usual = "D:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;0x1200a9;;;BU)";
    private const string OnlyUs = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)";
    private const string PassedOn = "D:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)";
    private readonly ConcurrentDictionary<string, (string Owner, string Rights)> _set = new(StringComparer.Ordinal);

    /// <exception cref="FileNotFoundException">There is no such file or directory.</exception>
    public FileAcl Get(string path)
    {
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            throw new FileNotFoundException("Cannot find the path of which the rights are asked.");
        }

        (string owner, string rights) = _set.GetValueOrDefault(path, (Administrators, Inherited(path)));
        return new FileAcl(owner, rights);
    }

    public void Set(string path, string owner, string rights) => _set[path] = (owner, rights);

    public void SetOwner(string path, string owner) => _set[path] = (owner, Get(path).Rights);

    /// <summary>Restricts a path to SYSTEM and Administrators.</summary>
    public void Close(string path) => _set[path] = (Get(path).Owner, OnlyUs);

    private string Inherited(string path)
    {
        for (string? directory = Path.GetDirectoryName(path); directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (_set.TryGetValue(directory, out (string Owner, string Rights) found))
            {
                return found.Rights == OnlyUs ? PassedOn : Usual;
            }
        }

        return Usual;
    }
}
