using System.Runtime.InteropServices;
using System.Text;

namespace TenantTokens.Simulator.Machines.Windows;

/// <summary>
/// The number that identifies a file in its file system, whatever its name: the one that <c>fsutil file queryfileid</c> prints.
/// </summary>
internal static class FileIdentity
{
    private const int AtCurrentDirectory = -100;
    private const uint MaskOfInode = 0x100;
    private const int SizeOfStatx = 256, PlaceOfInode = 32;

    /// <summary>Reads the number; null when there is no such file or the system does not provide one.</summary>
    public static ulong? Of(string path)
    {
        byte[] found = new byte[SizeOfStatx];
        try
        {
            return StatX(AtCurrentDirectory, Encoding.UTF8.GetBytes(path + '\0'), 0, MaskOfInode, found) is 0
                ? BitConverter.ToUInt64(found, PlaceOfInode)
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null; // on macOS
        }
    }

    // The layout of struct statx is the same on every processor; that of struct stat is not.
    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int directory, byte[] path, int flags, uint mask, byte[] found);
}
