namespace TenantTokens.Simulator.Machines.Files;

/// <summary>The modes of the files in a machine's tree.</summary>
internal static class FileModes
{
    public const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
    public const UnixFileMode Plain = Secret | UnixFileMode.OtherRead;
    public const UnixFileMode Program = Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    public const UnixFileMode Script = UnixFileMode.UserRead | UnixFileMode.UserExecute;
}
